"""Proves rule by rule that the service keeps the standards for old people."""
