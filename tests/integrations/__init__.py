"""Tests what carries conversations over other people's protocols."""
