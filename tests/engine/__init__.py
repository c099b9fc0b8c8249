"""Tests the whole product over its HTTP contract, with the real engines."""
