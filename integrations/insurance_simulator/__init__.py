"""Plays the insurance core and the identity provider, with 2,000 fictitious people."""
