"""Brings policy from a file to the citizen: drafts, review, regression, release."""
