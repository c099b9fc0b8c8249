"""Tests video calls between two pages in a real browser, against the running product."""
