"""Tests the pages in a real browser, against the running product."""
