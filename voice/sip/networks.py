"""Decides which addresses belong to the listed networks."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network

MOST_REMEMBERED = 4096  # answers: every packet asks


class Networks:
    """Be a list of networks, as "10.1.0.0/16", "10.1.0.7" or "2001:db8::/32"."""

    def __init__(self, listed: Iterable[str]) -> None:
        """Raise ValueError if one of them is not a network."""
        self._listed = [ip_network(each, strict=False) for each in listed]
        self._known: dict[str, bool] = {}

    def add(self, listed: str) -> None:
        """List one more; raise ValueError if it is not a network."""
        self._listed.append(ip_network(listed, strict=False))
        self._known.clear()

    def holds(self, host: str) -> bool:
        """Return whether `host`, an address in figures, is in one of them."""
        known = self._known.get(host)
        if known is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            known = self._known[host] = self._holds(host)
        return known

    def _holds(self, host: str) -> bool:
        try:
            address = ip_address(host.strip("[]"))
        except ValueError:
            return False
        return any(address in network for network in self._listed)
