"""Holds the recognisers that can run in a worker process of the speech service."""
