"""Sends generated requests to the gateway as one kind of caller, and judges the answers."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.store import Database
from tests.fakes.clock import StandingClock
from tests.fakes.keys import KEYS
from tests.fakes.office import build_office
from tests.gateway import role_matrix as who
from tests.gateway.front import open_front
from tests.gateway.test_role_matrix import caller
from tests.gateway.town import Known, belongings, known_of

CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
NAMED = re.compile(r"/\{(\w+)\}")
STRANGE = ("\x00", "a\x00b", "\u202e\u2066", "\ufeff", "'; --", "{{7*7}}", "9" * 400)
# A lone surrogate is what JSON can say and UTF-8 cannot.
SPOILING: tuple[object, ...] = (
    *STRANGE,
    "\ud800",
    "甲\udfff",
    10**400,
    -1,
    1e308,
    True,
    None,
    [],
    {},
)
BROKEN = (
    ("application/json", b""),
    ("application/json", b"{"),
    ("application/json", b'{"text": "a"'),
    ("application/json", b"\xff\xfe\x00"),
    ("application/json", b"[" * 20_000),
    ("application/json", b'{"text": NaN}'),
    ("application/json", b'{"a": 1' + b"0" * 5000 + b"}"),
    ("application/json; charset=utf-16", '{"text": "a"}'.encode("utf-16")),
    ("text/plain", b'{"text": "a"}'),
    ("multipart/form-data", b"--x"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="\xff'),
    ("application/x-www-form-urlencoded", b"%ff=%00&&&=="),
    ("nothing", b"\x00"),
)
ANYWHERE = "http://test"  # in whose place the address of the gateway comes
CHINESE = re.compile(r"[\u4e00-\u9fff]")
Told = TypeVar("Told")
Operation = APIOperation[Any, Any, Any, Any]  # theirs: nothing of it is ours to type
Asked = Case[Operation]


class Comes(Protocol):
    """Be somebody, with what they show."""

    @property
    def role(self) -> str:
        """Return as whom they come (tests.gateway.role_matrix)."""
        ...

    @property
    def http(self) -> httpx.AsyncClient:
        """Return their way to the gateway."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """Return what proves who they are."""
        ...


@dataclass(slots=True)
class Fuzzing:
    """Be a gateway with a town in it, and somebody who sends it whatever."""

    document: Mapping[str, object]  # what the gateway's OpenAPI says
    comes: Comes
    known: Known
    loop: asyncio.AbstractEventLoop
    wrong: dict[str, str] = field(default_factory=dict)  # what, by where
    sent: int = 0
    fulfilled: set[str] = field(default_factory=set)  # operations that did what they are for

    def run(self, coroutine: Coroutine[None, None, Told]) -> Told:
        """Let the gateway work until something is done."""
        return self.loop.run_until_complete(coroutine)

    def operations(self) -> Iterator[Operation]:
        """Yield what this caller may do, what ends their session last."""
        schema = schemathesis.openapi.from_dict(dict(self.document))
        found = {}
        for result in schema.get_all_operations():
            assert isinstance(result, Ok)
            operation = result.ok()
            found[operation.method.upper(), operation.path] = operation
        for route in sorted(who.ROUTES, key=ending):
            if self.comes.role in route.who and (route.method, route.path) in found:
                yield found[route.method, route.path]

    def fuzz(self, operation: Operation, mode: GenerationMode, examples: int) -> None:
        """Send so many requests to an operation, and note what is wrong with the answers."""

        @settings(
            max_examples=examples,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), picked=st.data())
        def each(case: Asked, picked: st.DataObject) -> None:
            for place in NAMED.finditer(operation.path):
                there = there_is(self.known, operation.path[: place.start()])
                if there and picked.draw(st.sampled_from([True, True, True, False])):
                    one: str = picked.draw(st.sampled_from(list(there)))
                    case.path_parameters[place[1]] = quote(one, safe="")
            seen.append(case)
            self.judge(case, request_of(case))

        seen: list[Asked] = []
        each()
        if mode is GenerationMode.POSITIVE:
            self.break_down(seen[-1])

    def break_down(self, case: Asked) -> None:
        """Send what is no JSON, no form and no text in the place of a request that was right."""
        right = request_of(case)
        for name in case.query:
            for text in STRANGE:
                self.judge(case, changed(right, params={**(case.query or {}), name: text}))
        if right.json is None and not right.data:
            return
        for kind, content in BROKEN:
            self.judge(case, changed(right, kind=kind, content=content))
        for body in spoilt(right.json) if right.json is not None else ():
            content = json.dumps(body).encode()
            self.judge(case, changed(right, kind="application/json", content=content))

    def judge(self, case: Asked, request: requests.Request) -> None:
        """Send one request; note what is wrong with its answer."""
        answer, label = self.send(request), case.operation.label
        self.sent += 1
        if answer.is_success:
            self.fulfilled.add(label)
        if answer.is_server_error and answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            self.wrong.setdefault(
                f"{label} {answer.status_code}",
                f"{request.params!r} {request.data!r} {request.json!r}"[:600],
            )
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as group:
            for failure in group.exceptions:
                text = f"{type(failure).__name__}: {failure}"
                self.wrong.setdefault(f"{label} {answer.status_code}", text[:600])
        if (told := badly_told(answer)) is not None:
            self.wrong.setdefault(f"{label} {answer.status_code} told", told)

    def send(self, request: requests.Request) -> httpx.Response:
        """Send a request with what the caller shows in the place of what was generated."""
        plain = request.prepare()
        headers = {name: str(value) for name, value in plain.headers.items() if name != "Cookie"}
        if self.comes.headers or len(self.comes.http.cookies):
            headers = {n: value for n, value in headers.items() if n.lower() != "authorization"}
            headers |= self.comes.headers
        assert plain.method is not None
        body = plain.body.encode() if isinstance(plain.body, str) else plain.body or b""
        assert isinstance(body, bytes)
        here = str(self.comes.http.base_url).rstrip("/")
        url = here + str(plain.url).removeprefix(ANYWHERE)
        asked = self.comes.http.request(plain.method, url, content=body, headers=headers)
        return self.run(asked)


def request_of(case: Asked) -> requests.Request:
    """Return a generated request as it would be sent."""
    return requests.Request(**case.as_transport_kwargs(base_url=ANYWHERE))


def changed(
    right: requests.Request,
    *,
    params: dict[str, str] | None = None,
    kind: str = "",
    content: bytes | None = None,
) -> requests.Request:
    """Return a request with another query, or with another body of some kind."""
    other = copy(right)
    if params is not None:
        other.params = params
    if content is not None:
        other.json, other.data = None, content
        other.headers = {**right.headers, "Content-Type": kind}
    return other


def there_is(known: Known, prefix: str) -> Sequence[str]:
    """Return what there is at a path."""
    return next((those for end, those in known.items() if prefix.endswith(end)), ())


def spoilt(body: object) -> Iterator[object]:
    """Yield a body with each of its values in turn replaced by each strange one."""
    if isinstance(body, dict):
        for name, value in body.items():
            yield from ({**body, name: other} for other in spoilt(value))
    elif isinstance(body, list):
        for place, value in enumerate(body[:2]):
            yield from ([*body[:place], other, *body[place + 1 :]] for other in spoilt(value))
    else:
        yield from SPOILING


def badly_told(answer: httpx.Response) -> str | None:
    """Tell what is wrong with how a request was refused; None: nothing."""
    if answer.headers.get("content-type") != "application/problem+json":
        return None
    said = answer.json()
    if said.get("status") != answer.status_code or not CHINESE.search(str(said.get("detail"))):
        return f"says {answer.text[:200]}"
    return None


def ending(route: who.Route) -> int:
    """Return a larger number for what ends what a caller shows, or what all others need."""
    ends = ("DELETE", "POST") if "session" in route.path or "identity" in route.path else ()
    return (route.method in ends) + (route.path.endswith("/session"))


def fuzzing(url: str, folder: Path, role: str) -> Iterator[Fuzzing]:
    """Open a gateway on an empty database for somebody in that role; close it afterwards."""
    loop = asyncio.new_event_loop()
    database = Database(url, KEYS)
    loop.run_until_complete(database.create_all())
    front = open_front(build_office(database, StandingClock()), folder / "index")
    comes = loop.run_until_complete(caller(front, role))
    things = loop.run_until_complete(belongings(front, comes.own))
    known = loop.run_until_complete(known_of(front, things))
    yield Fuzzing(front.app.openapi(), comes, known, loop)
    loop.run_until_complete(front.http.aclose())
    loop.run_until_complete(front.parts.client.aclose())
    loop.run_until_complete(database.close())
    loop.close()
