"""Brings citizens and staff together."""
