"""Tests of what passes pictures and voices on."""
