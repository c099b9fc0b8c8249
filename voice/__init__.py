"""Carries conversations by sound; empty until the phone line is built."""
