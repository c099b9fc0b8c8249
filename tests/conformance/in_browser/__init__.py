"""Judges every page in every version in a real browser: docs/conformance.md."""
