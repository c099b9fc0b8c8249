"""Tests the synthesiser."""
