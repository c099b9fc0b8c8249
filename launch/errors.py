"""Names what can keep the product from being made ready."""


class NotReady(Exception):
    """Say in one sentence why a command cannot go on and what to do about it."""
