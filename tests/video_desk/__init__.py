"""Tests what brings citizens and staff together."""
