"""Speaks with the bureau's insurance core over HTTP."""
