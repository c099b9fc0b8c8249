"""Tests the WeChat channel against a scripted WeChat."""
