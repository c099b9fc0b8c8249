"""Understands citizens through Rasa and decides what to say."""
