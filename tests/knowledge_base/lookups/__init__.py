"""Tests knowledge_base.lookups."""
