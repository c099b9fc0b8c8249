"""Serves /metrics to Prometheus and to nobody else."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from core.errors import NotAuthorised
from voice.sip.networks import Networks

Allows = Callable[[str, str], bool]  # (address, Authorization header)


def metrics_door(networks: str, token: str) -> Allows:
    """Return who may read: an address of these networks, or who shows the token.

    A proxy on this machine names its clients in X-Forwarded-For, which uvicorn believes: the
    address is then theirs. Raise ValueError if one is not a network.
    """
    near = Networks(part.strip() for part in networks.split(",") if part.strip())
    wanted = f"Bearer {token}".encode()

    def allows(address: str, authorization: str) -> bool:
        shown = bool(token) and hmac.compare_digest(authorization.encode(), wanted)
        return shown or near.holds(address)

    return allows


def metrics_routes(registry: CollectorRegistry, allows: Allows) -> APIRouter:
    """Return the route; it is no part of the public contract."""
    api = APIRouter(include_in_schema=False)

    @api.get("/metrics")
    async def metrics(request: Request, authorization: Annotated[str, Header()] = "") -> Response:
        address = request.client.host if request.client is not None else ""
        if not allows(address, authorization):
            raise NotAuthorised("not a monitor")
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return api
