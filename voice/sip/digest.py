"""Answers and poses digest challenges (RFC 7616, RFC 8760): MD5 and SHA-256."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from enum import Enum

from aiosipua import (
    AuthChallenge,
    AuthCredentials,
    SipDigestAuth,
    build_credentials,
    parse_auth,
    stringify_auth,
)

STRONGEST_FIRST = ("SHA-256", "MD5")
NONCE_SECONDS = 300.0


def answer(
    challenges: Sequence[str],
    *,
    user: str,
    password: str,
    method: str,
    uri: str,
    cnonce: str | None = None,
) -> str | None:
    """Return the credentials for the strongest challenge we can answer; None if there is none."""
    by_algorithm: dict[str, AuthChallenge] = {}
    for each in challenges:
        challenge = _read(each)
        if challenge.scheme.lower() == "digest":
            by_algorithm.setdefault(challenge.params.get("algorithm", "MD5").upper(), challenge)
    for algorithm in STRONGEST_FIRST:
        if algorithm in by_algorithm:
            credentials = build_credentials(
                SipDigestAuth(user, password), by_algorithm[algorithm], method, uri, cnonce=cnonce
            )
            return None if credentials is None else stringify_auth(credentials)
    return None


def is_stale(challenges: Sequence[str]) -> bool:
    """Return whether only the nonce was too old: the password was right."""
    return any(_read(each).params.get("stale", "").lower() == "true" for each in challenges)


class Checked(Enum):
    """Say what credentials were worth."""

    RIGHT = "right"
    STALE = "stale"
    WRONG = "wrong"


class Doorkeeper:
    """Pose challenges without remembering them: a nonce tells its own age."""

    def __init__(self, realm: str, users: Mapping[str, str], secret: bytes) -> None:
        self._realm = realm
        self._users = users
        self._secret = secret

    def challenges(self, now: float, *, stale: bool = False) -> tuple[str, ...]:
        """Return the WWW-Authenticate values, the strongest first; `now` in seconds."""
        nonce = self._nonce(int(now))
        found = []
        for algorithm in STRONGEST_FIRST:
            params = {"realm": self._realm, "nonce": nonce, "algorithm": algorithm, "qop": "auth"}
            if stale:
                params["stale"] = "true"
            found.append(stringify_auth(AuthChallenge("Digest", params)))
        return tuple(found)

    def check(self, authorization: str, method: str, now: float) -> Checked:
        """Judge an Authorization header."""
        given = parse_auth(authorization, credentials=True)
        params = {key.lower(): value for key, value in given.params.items()}
        password = self._users.get(params.get("username", ""))
        made_at, _, _ = params.get("nonce", "").partition("-")
        if password is None or params.get("realm") != self._realm or not made_at.isdecimal():
            return Checked.WRONG
        if not hmac.compare_digest(self._nonce(int(made_at)), params["nonce"]):
            return Checked.WRONG
        expected = self._expected(params, password, method)
        if expected is None or not hmac.compare_digest(
            expected.params["response"].encode(), params.get("response", "").encode()
        ):
            return Checked.WRONG
        return Checked.STALE if now - int(made_at) > NONCE_SECONDS else Checked.RIGHT

    def _expected(
        self, params: Mapping[str, str], password: str, method: str
    ) -> AuthCredentials | None:
        """Return the credentials that would be right; None if they lack what we asked for."""
        count = params.get("nc", "")
        if params.get("qop") != "auth" or not params.get("cnonce") or len(count) != 8:
            return None
        challenge = AuthChallenge(
            "Digest",
            {
                "realm": self._realm,
                "nonce": params["nonce"],
                "algorithm": params.get("algorithm", "MD5"),
                "qop": "auth",
            },
        )
        try:
            used = int(count, 16)
        except ValueError:
            return None
        return build_credentials(
            SipDigestAuth(params["username"], password),
            challenge,
            method,
            params.get("uri", ""),
            nonce_count=used,
            cnonce=params["cnonce"],
        )

    def _nonce(self, made_at: int) -> str:
        mark = hmac.new(self._secret, str(made_at).encode(), hashlib.sha256).hexdigest()
        return f"{made_at}-{mark[:32]}"


def new_secret() -> bytes:
    """Return what makes a Doorkeeper's nonces its own."""
    return secrets.token_bytes(32)


def _read(value: str) -> AuthChallenge:
    challenge = parse_auth(value)
    return AuthChallenge(
        challenge.scheme, {key.lower(): each for key, each in challenge.params.items()}
    )
