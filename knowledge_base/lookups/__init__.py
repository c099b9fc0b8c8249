"""Looks things up in tables: drugs, consumables, places, and what can be done where."""
