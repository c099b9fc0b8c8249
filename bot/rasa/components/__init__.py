"""Extends Rasa; runs in Rasa's own Python 3.10 environment."""
