"""Checks the insurance core's adapter against the simulator, over real sockets."""
