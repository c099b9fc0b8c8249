"""Tests the telephone line."""
