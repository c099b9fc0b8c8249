"""Tests of the two commands' own logic."""
