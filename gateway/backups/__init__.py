"""Backs the installation up while it serves, and restores it to an empty place."""
