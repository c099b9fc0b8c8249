"""Counts what happens, looks how every part is, and tells operators."""
