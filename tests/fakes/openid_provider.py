"""Is an OpenID provider as a bureau may have one; it shares no code with the product."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, unquote, urlencode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

ISSUER = "https://id.bureau.test/realms/staff"
CLIENT, SECRET = "yibao desk", "only the desk: knows"
OURS = rsa.generate_private_key(65537, 2048)
FOREIGN = rsa.generate_private_key(65537, 2048)

# What a token is spoilt with, and what of it is to be found wrong; each is counted when it has
# really left the house.
FAULTS = {
    "nonce": "Invalid claim: 'nonce'",
    "no nonce": "Missing claim: 'nonce'",
    "audience": "Invalid claim: 'aud'",
    "two audiences": "Invalid claim: 'azp'",
    "issuer": "Invalid claim: 'iss'",
    "expired": "The token is expired",
    "no expiry": "Missing claim: 'exp'",
    "from tomorrow": "The token was issued in the future",
    "none": "bad signature",
    "hmac": "bad signature",
    "foreign key": "bad signature",
    "key in the header": "bad signature",
    "changed": "bad signature",
    "no number": "no number",
}

Json = dict[str, object]


@dataclass(slots=True)
class FakeProvider:
    """Sign in whoever is set, by the code flow with PKCE, and spoil what it is told to."""

    now: Callable[[], datetime]
    returns: str  # the one address that browsers may be sent back to
    issuer: str = ISSUER
    claims: Json = field(default_factory=lambda: {"employee_number": "1001"})  # of who is there
    fault: str = ""  # of FAULTS
    spoilt: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)  # by the error that was answered
    key: rsa.RSAPrivateKey = OURS
    kid: str = "2026"
    asked: Json = field(default_factory=dict)  # by the last browser
    leaves: str = ""  # the one address that browsers may be sent to from the sign-out; "": none
    is_in: bool = False  # whether the browser has a session here
    codes: dict[str, Json] = field(default_factory=dict)  # not redeemed yet: what was asked

    @property
    def app(self) -> Starlette:
        """Return the provider as it is served."""
        base = "/" + self.issuer.split("/", 3)[3] if self.issuer.count("/") > 2 else ""
        return Starlette(
            routes=[
                Route(f"{base}/.well-known/openid-configuration", self._document),
                Route(f"{base}/jwks", self._keys),
                Route(f"{base}/authorize", self._authorize),
                Route(f"{base}/token", self._token, methods=["POST"]),
                Route(f"{base}/logout", self._leave),
            ]
        )

    async def _document(self, request: Request) -> Response:
        del request
        leaving = {"end_session_endpoint": f"{self.issuer}/logout?of=desk"}
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "response_types_supported": ["code"],
                "id_token_signing_alg_values_supported": ["RS256"],
                **(leaving if self.leaves else {}),
            }
        )

    async def _keys(self, request: Request) -> Response:
        del request
        return JSONResponse({"keys": [public(self.key, self.kid), {"kty": "future", "kid": "x"}]})

    async def _authorize(self, request: Request) -> Response:
        self.asked = dict(request.query_params)
        wanted = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": self.returns,
            "code_challenge_method": "S256",
        }
        whole = all(self.asked.get(name) == value for name, value in wanted.items())
        needed = ("state", "nonce", "code_challenge")
        if not whole or not all(self.asked.get(name) for name in needed):
            return JSONResponse({"error": "invalid_request"}, 400)
        self.is_in = True
        code = secrets.token_urlsafe(16)
        self.codes[code] = dict(self.asked)
        query = urlencode({"code": code, "state": str(self.asked["state"]), "iss": self.issuer})
        return RedirectResponse(f"{self.returns}?{query}", 302)

    async def _token(self, request: Request) -> Response:
        form = {
            name: values[0] for name, values in parse_qs((await request.body()).decode()).items()
        }
        given = request.headers.get("authorization", "").removeprefix("Basic ")
        name, _, secret = base64.b64decode(given).decode().partition(":")
        if (unquote(name), unquote(secret)) != (CLIENT, SECRET):
            return self._no("invalid_client", 401)
        asked = self.codes.pop(form.get("code", ""), None)  # a code is good once
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return self._no("invalid_grant")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if written(digest) != asked["code_challenge"]:
            return self._no("invalid_grant")
        token = self.token(str(asked["nonce"]))
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": token})

    async def _leave(self, request: Request) -> Response:
        """End the browser's session here (RP-Initiated Logout 1.0), if the hint is ours."""
        query = request.query_params
        if not self._made(query.get("id_token_hint", "")):
            return self._no("invalid id_token_hint")
        if query.get("client_id") != CLIENT or query.get("of") != "desk":
            return self._no("invalid client")
        if not self.leaves or query.get("post_logout_redirect_uri") != self.leaves:
            return self._no("invalid post_logout_redirect_uri")
        self.is_in = False
        return RedirectResponse(f"{self.leaves}?{urlencode({'state': query['state']})}", 302)

    def _made(self, token: str) -> bool:
        """Tell whether an ID token was made here, for the desk; it may have run out."""
        body, _, signature = token.rpartition(".")
        try:
            said = json.loads(read(body.split(".")[1]))
            self.key.public_key().verify(
                read(signature), body.encode(), padding.PKCS1v15(), SHA256()
            )
        except (InvalidSignature, ValueError, IndexError):
            return False
        return bool((said["iss"], said["aud"]) == (self.issuer, CLIENT))

    def _no(self, error: str, status: int = 400) -> Response:
        self.refused[error] += 1
        return JSONResponse({"error": error}, status)

    def token(self, nonce: str) -> str:
        """Return the ID token, spoilt as is set."""
        at = int(self.now().timestamp())
        said: Json = {
            "iss": self.issuer,
            "sub": "u-8f2a",
            "aud": CLIENT,
            "iat": at,
            "exp": at + 300,
            "nonce": nonce,
            **self.claims,
        }
        match self.fault:
            case "nonce":
                said["nonce"] = "of another attempt"
            case "audience":
                said["aud"] = "another desk"
            case "two audiences":
                said |= {"aud": [CLIENT, "another desk"], "azp": "another desk"}
            case "issuer":
                said["iss"] = "https://id.elsewhere.test"
            case "expired":
                said |= {"iat": at - 900, "exp": at - 600}
            case "from tomorrow":
                said |= {"iat": at + 86_400, "exp": at + 90_000}
            case "no nonce" | "no expiry" | "no number":
                del said[
                    {"no nonce": "nonce", "no expiry": "exp"}.get(self.fault, "employee_number")
                ]
        if self.fault:
            self.spoilt[self.fault] += 1
        return self._signed(said)

    def _signed(self, said: Json) -> str:
        header: Json = {"alg": "RS256", "kid": self.kid, "typ": "JWT"}
        key = self.key
        match self.fault:
            case "none":
                return joined({**header, "alg": "none"}, said) + "."
            case "hmac":  # the public key as a shared secret, which anybody knows
                body = joined({**header, "alg": "HS256"}, said)
                known = str(public(key, self.kid)["n"]).encode()
                return f"{body}.{written(hmac.digest(known, body.encode(), 'sha256'))}"
            case "foreign key":
                key = FOREIGN
            case "key in the header":
                key, header = FOREIGN, {**header, "jwk": public(FOREIGN, self.kid)}
        body = joined(header, said)
        signature = written(key.sign(body.encode(), padding.PKCS1v15(), SHA256()))
        if self.fault == "changed":
            body = joined(header, {**said, "employee_number": "1002"})
        return f"{body}.{signature}"


def public(key: rsa.RSAPrivateKey, kid: str) -> Json:
    """Return what is published of a key (RFC 7517)."""
    numbers = key.public_key().public_numbers()
    modulus = numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")
    return {"kty": "RSA", "use": "sig", "kid": kid, "n": written(modulus), "e": "AQAB"}


def joined(header: Json, said: Json) -> str:
    """Return what is signed of a token (RFC 7515)."""
    return ".".join(written(json.dumps(part).encode()) for part in (header, said))


def read(text: str) -> bytes:
    """Return what base64url without padding stands for."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def written(data: bytes) -> str:
    """Return bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
