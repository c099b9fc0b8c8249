"""Signs and checks what WeChat's protocol wants signed with SHA-1 (pure)."""

from __future__ import annotations

import hashlib
import hmac


def signature(*parts: str) -> str:
    """Return the signature over the parts, one of which is the shared Token; hex."""
    # SHA-1 is WeChat's choice; the Token in it keeps strangers from making one.
    joined = "".join(sorted(parts)).encode("utf-8", "surrogatepass")
    return hashlib.sha1(joined).hexdigest()  # noqa: S324


def is_signed(claimed: str, *parts: str) -> bool:
    """Tell whether `claimed` is the signature over the parts, in a time that tells nothing."""
    return hmac.compare_digest(signature(*parts).encode(), claimed.encode("utf-8", "replace"))


def js_sdk_signature(*, ticket: str, nonce: str, timestamp: int, url: str) -> str:
    """Return the signature with which a page of ours may use the JS-SDK.

    `url` is the page's whole address; what stands behind "#" is not signed.
    """
    page = url.partition("#")[0]
    text = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={page}"
    return hashlib.sha1(text.encode()).hexdigest()  # noqa: S324
