"""Tests of what browsers are sent."""
