"""Tests integrations.photographs."""
