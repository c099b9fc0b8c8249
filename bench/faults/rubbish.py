"""Makes what no honest program sends: spoilt pictures, sounds, XML and requests; pure."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

MEBIBYTE = 1 << 20
PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
    b"/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
AMR = b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50  # a second of silence
BOMB = 30_000  # pixels of each side: 900 megapixels in a file of a few kilobytes
LARGE = 6_000  # pixels of each side: as large as may be let in
DEEP = 5_000


def spoilt(whole: bytes, dice: random.Random) -> bytes:
    """Return a file with something wrong in it: cut off, overwritten, swollen, turned round."""
    content, way = bytearray(whole), dice.randrange(4)
    if way == 0:
        return bytes(content[: dice.randrange(1, len(content))])
    if way == 1:
        for _ in range(dice.randrange(1, 40)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        return bytes(content)
    if way == 2:
        at = dice.randrange(len(content))
        return bytes(content[:at]) + dice.randbytes(dice.randrange(1, 4096)) + bytes(content[at:])
    at = dice.randrange(len(content))
    return bytes(content[at:] + content[:at])


def picture(kind: str, dice: random.Random, size: int = 400) -> bytes:
    """Return a whole picture that a camera could have made, PNG, JPEG, WEBP or GIF."""
    file = io.BytesIO()
    noise = Image.frombytes("RGB", (size, size), dice.randbytes(size * size * 3))
    noise.save(file, kind)
    return file.getvalue()


def bomb(side: int = BOMB) -> bytes:
    """Return a small PNG, right in every part, that unfolds to side times side pixels."""
    row = b"\0" + bytes(-(-side // 8))
    packer, packed = zlib.compressobj(9), bytearray()
    for _ in range(side):
        packed += packer.compress(row)
    packed += packer.flush()
    head = struct.pack("!IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", bytes(packed)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def pictures(dice: random.Random, number: int) -> Iterator[tuple[str, bytes]]:
    """Yield (content type, body) of what is handed in as photographs."""
    whole = {kind: picture(kind, dice) for kind in ("PNG", "JPEG", "WEBP", "GIF")} | {"PDF": PDF}
    yield "image/png", bomb()
    yield "image/png", bomb(LARGE)
    yield "image/jpeg", dice.randbytes(9 * MEBIBYTE)
    yield "application/pdf", PDF
    yield "image/png", PDF
    yield "image/jpeg", AMR
    yield "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * DEEP
    yield "multipart/form-data; boundary=x", b"--x\r\n" * DEEP
    yield "image/png; charset=utf-16", "不是图片".encode("utf-16")
    for _ in range(number):
        yield "image/jpeg", spoilt(whole[dice.choice(list(whole))], dice)


def sounds(dice: random.Random, number: int) -> Iterator[bytes]:
    """Yield what WeChat takes for AMR, because it begins so."""
    yield b"#!AMR\n"
    yield AMR[:7]
    yield b"#!AMR\n" + bytes(2 * MEBIBYTE - 16)
    yield b"#!AMR\n" + dice.randbytes(5000)
    for _ in range(number):
        yield b"#!AMR\n" + spoilt(AMR[6:], dice)


def letters(dice: random.Random, openid: str, account: str, at: int) -> Iterator[bytes]:
    """Yield XML that WeChat would never push."""
    right = (
        f"<xml><ToUserName><![CDATA[{account}]]></ToUserName>"
        f"<FromUserName><![CDATA[{openid}]]></FromUserName><CreateTime>{at}</CreateTime>"
        "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好]]></Content>"
        "<MsgId>7000000000000000001</MsgId></xml>"
    )
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    yield f'<!DOCTYPE x [<!ENTITY e0 "x">{entities}]><xml>&e9;</xml>'.encode()
    yield b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml>&e;</xml>'
    yield b"<xml>" + b"<a>" * DEEP + b"</a>" * DEEP + b"</xml>"
    yield b"<xml>" + b"<a>" * DEEP
    yield b"<xml " + b'a="1" ' * DEEP + b"/>"
    yield b"<xml>" + b"".join(b"<f%d/>" % n for n in range(DEEP)) + b"</xml>"
    yield right.encode("utf-16")
    yield right.encode("gbk")
    yield right.replace("<MsgId>7", "<MsgId>-").encode()
    yield right.replace(f"<CreateTime>{at}", "<CreateTime>" + "9" * 400).encode()
    yield right.replace("text", "x" * 20_000).encode()
    yield right.replace(openid, "\x01" * 30).encode()
    yield b"\xef\xbb\xbf" * 3 + right.encode()
    yield b"<xml></xml>"
    yield b""
    for _ in range(60):
        yield spoilt(right.encode(), dice)


def requests(dice: random.Random) -> Iterator[bytes]:
    """Yield bytes that begin a request, or nothing, for a port that expects HTTP."""
    here = b"Host: 127.0.0.1\r\n"
    post = b"POST /api/v1/conversations HTTP/1.1\r\n" + here
    yield b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + dice.randbytes(200)  # TLS
    yield b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(40)
    yield b"GET / HTTP/9.9\r\n\r\n"
    yield b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + here + b"\r\n"
    yield b"GET / HTTP/1.1\r\n" + here + b"X: " + b"a" * 70_000 + b"\r\n\r\n"
    yield b"GET / HTTP/1.1\r\n" + here + b"X: a\r\n" * 3000 + b"\r\n"
    yield b"GET /\xff\xfe%zz%00 HTTP/1.1\r\n" + here + b"\r\n"
    yield b"GET http://[::1 HTTP/1.1\r\nHost: [::1\r\n\r\n"
    yield post + b"Content-Length: -1\r\n\r\n{}"
    yield post + b"Content-Length: 99999999999999999999\r\n\r\n{}"
    yield post + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"
    yield post + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    yield post + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"
    yield post + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 3000 + b"0\r\n\r\n"
    yield post + b"Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\n\x1f\x8b" + bytes(7)
    yield post + b"Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}"
    yield (
        b"GET /api/v1/conversations/x/stream HTTP/1.1\r\n"
        + here
        + (b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 1\r\n\r\n")
    )
    for _ in range(40):
        yield dice.randbytes(dice.randrange(1, 3000))


def frames(dice: random.Random) -> Iterator[str | bytes]:
    """Yield what a page's stream never sends."""
    yield ""
    yield "{"
    yield "[" * 20_000
    yield '{"type": null}'
    yield '{"type": "message", "text": {"text": 1}, "message_id": []}'
    yield '{"type": "hello", "token": 1, "last": "9"}'
    yield '{"type": "hello", "token": "x", "last": 1e999}'
    yield '{"type": "message", "text": "\\ud800\\u0000", "message_id": "m"}'
    yield '{"type": "message", "text": "' + "长" * 20_000 + '"}'
    yield b"\xff\xfe\x00"
    yield dice.randbytes(60_000)
    yield "x" * 70_000


def _chunk(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack("!I", len(content))
        + name
        + content
        + struct.pack("!I", zlib.crc32(name + content))
    )
