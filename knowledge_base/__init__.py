"""Finds reviewed policy for a question."""
