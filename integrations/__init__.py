"""Carries conversations over other people's protocols."""
