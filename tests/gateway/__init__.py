"""Tests the gateway."""
