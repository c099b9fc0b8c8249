"""Tests of the speech service, with real worker processes."""
