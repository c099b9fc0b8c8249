"""Reads policy documents as they come and says what it could not be sure of."""
