"""Tests what leads policy from a file to the citizen."""
