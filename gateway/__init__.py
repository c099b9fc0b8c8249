"""Builds, wires, serves and starts everything."""
