"""Asks an OpenID provider who a member of staff is (OpenID Connect Core 1.0, code flow, PKCE)."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from joserfc.jws import JWSRegistry

from core.errors import EngineUnavailable, NotAuthorised

logger = logging.getLogger(__name__)

ENGINE = "openid provider"
DISCOVERY = "/.well-known/openid-configuration"
# Signatures that only the provider can make: neither "none" nor those with a shared secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
KEPT = timedelta(hours=1)  # for which its document and its keys are believed
ASKED_AGAIN = timedelta(minutes=1)  # between two looks for a key that we do not know
LEEWAY = 60  # seconds by which clocks may differ
LONGEST_NUMBER = 64  # characters


@dataclass(frozen=True, slots=True)
class Client:
    """Be what the provider knows of us, and what we believe of its tokens."""

    issuer: str
    client_id: str
    secret: str  # empty: a public client
    claim: str  # that holds the 工号
    scope: str
    several_factors: frozenset[str]  # values of acr or amr that say so; empty: never believed
    timeout: float  # seconds


@dataclass(frozen=True, slots=True)
class Try:
    """Be one attempt to sign in: what only this browser and the provider see together."""

    state: str
    nonce: str
    verifier: str  # RFC 7636
    back_to: str  # our own address


@dataclass(frozen=True, slots=True)
class Vouched:
    """Be who the provider says somebody is."""

    number: str  # 工号
    several_factors: bool
    id_token: str  # with which it said so


@dataclass(frozen=True, slots=True)
class _Provider:
    """Be what the discovery document says, and the keys."""

    authorization: str
    token: str
    keys: KeySet
    sign_out: str  # its page that ends its own session; empty: it offers none
    at: datetime  # when it was asked


class OpenIdProvider:
    """Send browsers to the provider, and redeem what they bring back."""

    def __init__(
        self, http: httpx.AsyncClient, client: Client, now: Callable[[], datetime]
    ) -> None:
        """Take an HTTP client that follows no redirects, who we are, and the clock."""
        self._http = http
        self._client = client
        self._now = now
        self._known: _Provider | None = None

    @property
    def issuer(self) -> str:
        """Return the provider's name."""
        return self._client.issuer

    async def address(self, attempt: Try) -> str:
        """Return where the browser goes; raise EngineUnavailable."""
        provider = await self._provider()
        digest = hashlib.sha256(attempt.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self._client.client_id,
            "redirect_uri": attempt.back_to,
            "scope": self._client.scope,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            # The next person at the same machine must not come in as the one before.
            "prompt": "login",
        }
        return _with_query(provider.authorization, query)

    async def vouched(self, code: str, attempt: Try) -> Vouched:
        """Redeem a code; raise NotAuthorised with what is wrong, or EngineUnavailable."""
        provider = await self._provider()
        token = await self._id_token(provider, code, attempt)
        claims = await self._claims(token)
        self._check(claims, attempt.nonce)
        number = claims.get(self._client.claim)
        if isinstance(number, int) and not isinstance(number, bool):
            number = str(number)
        if not isinstance(number, str) or not 0 < len(number.strip()) <= LONGEST_NUMBER:
            raise NotAuthorised("no number")
        methods = claims.get("amr")
        shown = {claims.get("acr"), *(methods if isinstance(methods, list) else ())}
        said = {one for one in shown if isinstance(one, str)}
        return Vouched(number.strip(), bool(said & self._client.several_factors), token)

    async def sign_out_address(self, id_token: str, back_to: str, state: str) -> str | None:
        """Return where the browser ends the provider's own session (RP-Initiated Logout 1.0).

        None: it offers that to nobody. `back_to` is our own address. Raise EngineUnavailable.
        """
        provider = await self._provider()
        if not provider.sign_out:
            return None
        query = {
            "id_token_hint": id_token,
            "client_id": self._client.client_id,
            "post_logout_redirect_uri": back_to,
            "state": state,
        }
        return _with_query(provider.sign_out, query)

    async def _id_token(self, provider: _Provider, code: str, attempt: Try) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": attempt.back_to,
            "code_verifier": attempt.verifier,
        }
        own = self._client
        headers = {}
        if own.secret:  # RFC 6749 section 2.3.1: client_secret_basic
            pair = f"{quote(own.client_id, safe='')}:{quote(own.secret, safe='')}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        else:
            form["client_id"] = own.client_id
        response = await self._asked("POST", provider.token, form, headers)
        if response.status_code in {400, 401}:  # RFC 6749 section 5.2
            raise NotAuthorised("code refused")
        return _text(_json(response), "id_token")

    async def _claims(self, token: str) -> Mapping[str, object]:
        """Return what a token says, once its signature is the provider's."""
        provider = await self._provider()
        try:
            return _signed(token, provider.keys)
        except (JoseError, ValueError):
            # Perhaps it has begun to use another key (OpenID Connect Core 10.1.1).
            if self._now() - provider.at < ASKED_AGAIN:
                raise NotAuthorised("bad signature") from None
        self._known = None
        try:
            return _signed(token, (await self._provider()).keys)
        except (JoseError, ValueError):
            raise NotAuthorised("bad signature") from None

    def _check(self, claims: Mapping[str, object], nonce: str) -> None:
        """Raise NotAuthorised unless a token is for us, of now, and of this attempt (3.1.3.7)."""
        own = self._client
        registry = jwt.JWTClaimsRegistry(
            now=int(self._now().timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": own.issuer},
            aud={"essential": True, "value": own.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            registry.validate(dict(claims))
        except JoseError as error:  # its description names a claim, never what it holds
            raise NotAuthorised(error.description or "claims") from None
        # Several audiences: it must have been made for us (3.1.3.7, points 4 and 5).
        others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (others or "azp" in claims) and claims.get("azp") != own.client_id:
            raise NotAuthorised("Invalid claim: 'azp'")
        if not all(isinstance(claims[name], str) for name in ("iss", "nonce", "sub")):
            raise NotAuthorised("Invalid claim: no text")

    async def _provider(self) -> _Provider:
        known = self._known
        if known is not None and self._now() - known.at < KEPT:
            return known
        issuer = self._client.issuer
        try:
            said = _json(await self._asked("GET", issuer.rstrip("/") + DISCOVERY))
            if _text(said, "issuer") != issuer:
                raise ValueError("another issuer")
            page = _place(said, "authorization_endpoint", issuer)
            token = _place(said, "token_endpoint", issuer)
            offers = "end_session_endpoint" in said
            sign_out = _place(said, "end_session_endpoint", issuer) if offers else ""
            keys = _keys(_json(await self._asked("GET", _place(said, "jwks_uri", issuer))))
        except (JoseError, ValueError) as error:
            logger.error("openid provider: not the agreed JSON (%s)", type(error).__name__)
            raise EngineUnavailable(ENGINE) from None
        self._known = _Provider(page, token, keys, sign_out, self._now())
        return self._known

    async def _asked(
        self,
        method: str,
        url: str,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        try:
            async with asyncio.timeout(self._client.timeout):
                response = await self._http.request(
                    method, url, data=form, headers=headers, timeout=self._client.timeout
                )
        except (httpx.HTTPError, TimeoutError) as error:
            logger.warning("openid provider: %s", type(error).__name__)
            raise EngineUnavailable(ENGINE) from error
        if not (response.is_success or (form is not None and response.status_code in {400, 401})):
            logger.warning("openid provider: status %d", response.status_code)
            raise EngineUnavailable(ENGINE)
        return response


def _with_query(address: str, query: Mapping[str, str]) -> str:
    return address + ("&" if urlsplit(address).query else "?") + urlencode(query)


def _signed(token: str, keys: KeySet) -> Mapping[str, object]:
    registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    claims: Mapping[str, object] = jwt.decode(token, keys, registry=registry).claims
    return claims


def _keys(said: Mapping[str, object]) -> KeySet:
    """Return its keys for signatures; those of kinds that we do not know are left out."""
    listed = said.get("keys")
    if not isinstance(listed, list):
        raise ValueError("no keys")
    kinds = {"RSA", "EC", "OKP"}
    usable = [
        key
        for key in listed
        if isinstance(key, dict) and key.get("kty") in kinds and key.get("use", "sig") == "sig"
    ]
    return KeySet.import_key_set(KeySetSerialization(keys=usable))


def _json(response: httpx.Response) -> Mapping[str, object]:
    try:
        said = response.json()
    except (ValueError, RecursionError):
        raise EngineUnavailable(ENGINE) from None
    if not isinstance(said, Mapping):
        raise EngineUnavailable(ENGINE)
    return said


def _place(said: Mapping[str, object], name: str, issuer: str) -> str:
    """Return an address of the provider; over HTTPS, as the issuer itself."""
    place = _text(said, name)
    if urlsplit(place).scheme not in {"https", urlsplit(issuer).scheme}:
        raise ValueError(f"{name} is not safe")
    return place


def _text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not value:
        raise EngineUnavailable(ENGINE)
    return value
