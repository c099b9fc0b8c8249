"""Holds the speech service: engines in worker processes, and the client that calls them."""
