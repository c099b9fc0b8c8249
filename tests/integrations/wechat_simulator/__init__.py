"""Checks the simulator of WeChat against a tiny door of its own and two libraries from npm."""
