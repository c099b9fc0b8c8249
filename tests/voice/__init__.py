"""Tests of what hears and what speaks."""
