"""Writes scenarios for sipp, runs it, and says what it made of them."""

from __future__ import annotations

import asyncio
import shutil
import struct
from dataclasses import dataclass
from pathlib import Path

TORTURE = Path(__file__).parents[2] / "data" / "rfc4475"
VIA = "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]"
FROM = "From: <sip:13800000000@[local_ip]:[local_port]>;tag=[pid]T[call_number]"
TO = "To: <sip:[service]@[remote_ip]:[remote_port]>"
CONTACT = "Contact: <sip:13800000000@[local_ip]:[local_port];transport=[transport]>"
SDP = """v=0
o=sipp 1 [VERSION] IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8 [KEYS]
a=rtpmap:8 PCMA/8000
a=rtpmap:[KEYS] telephone-event/8000
a=fmtp:[KEYS] 0-15
a=ptime:20
a=[DIRECTION]
"""


def message(
    first: str,
    cseq: str,
    *headers: str,
    body: str = "",
    kind: str = "application/sdp",
    dialog: bool = True,
    retransmit: bool = True,
) -> str:
    """Return a <send> of one request."""
    lines = [first, VIA, FROM, TO + ("[peer_tag_param]" if dialog else "")]
    lines += ["Call-ID: [call_id]", f"CSeq: {cseq}", CONTACT, "Max-Forwards: 70", *headers]
    if body:
        lines.append(f"Content-Type: {kind}")
    lines.append("Content-Length: [len]")
    again = ' retrans="500"' if retransmit else ""
    return f"<send{again}><![CDATA[\n" + "\n".join(lines) + f"\n\n{body}]]></send>"


def sdp(direction: str = "sendrecv", *, keys: int = 101, version: int = 1) -> str:
    """Return an offer."""
    text = SDP.replace("[KEYS]", str(keys)).replace("[DIRECTION]", direction)
    return text.replace("[VERSION]", str(version))


def invite(*headers: str, keys: int = 101) -> str:
    """Call, without waiting for the answer."""
    start = "INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0"
    return message(start, "1 INVITE", *headers, body=sdp(keys=keys), dialog=False)


def expect(code: int, *, rrs: bool = False) -> str:
    """Wait for an answer, passing over provisional ones."""
    early = "".join(
        f'<recv response="{each}" optional="true"></recv>'
        for each in (100, 180, 183)
        if each != code
    )
    routes = ' rrs="true"' if rrs else ""
    return f'{early}<recv response="{code}"{routes}></recv>'


def ack(number: int = 1) -> str:
    """Acknowledge a 2xx."""
    return message("ACK [next_url] SIP/2.0", f"{number} ACK", retransmit=False)


def answered(*headers: str, keys: int = 101) -> str:
    """Call and be answered."""
    return invite(*headers, keys=keys) + expect(200, rrs=True) + ack()


def again(direction: str, number: int) -> str:
    """Send a re-INVITE with another direction."""
    body = sdp(direction, version=number)
    start = message("INVITE [next_url] SIP/2.0", f"{number} INVITE", body=body)
    return start + expect(200, rrs=True) + ack(number)


def bye(number: int = 9) -> str:
    """Hang up."""
    return message("BYE [next_url] SIP/2.0", f"{number} BYE") + expect(200)


def pause(milliseconds: int) -> str:
    """Wait."""
    return f'<pause milliseconds="{milliseconds}"/>'


def act(action: str) -> str:
    """Do something that is not SIP."""
    return f"<nop><action>{action}</action></nop>"


def talk(name: str = "caller.alaw") -> str:
    """Send a file of A-law from now on, again and again."""
    return act(f'<exec rtp_stream="{name},-1,8"/>')


def asked(method: str, code: int = 200) -> str:
    """Wait for a request of theirs and answer it."""
    kept = "\n".join(f"[last_{name}:]" for name in ("Via", "From", "To", "Call-ID", "CSeq"))
    text = f"SIP/2.0 {code} OK\n{kept}\n{CONTACT}\nContent-Length: 0\n\n"
    return f'<recv request="{method}"></recv><send><![CDATA[\n{text}]]></send>'


def notify(fragment: str, state: str, number: int) -> str:
    """Tell how a transfer goes."""
    return (
        message(
            "NOTIFY [next_url] SIP/2.0",
            f"{number} NOTIFY",
            "Event: refer",
            f"Subscription-State: {state}",
            body=f"{fragment}\n",
            kind="message/sipfrag;version=2.0",
        )
        + '<recv response="200"></recv>'
    )


def key_capture(code: int, kind: int, *, at: int | None = None) -> bytes:
    """Return a capture file of one press (RFC 4733), for play_pcap_audio.

    `at` tells presses of the same key apart; without it, every key has its own time.
    """
    at = code if at is None else at
    data = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    for number in range(10):
        end = 0x80 if number >= 7 else 0
        event = struct.pack("!BBH", code, end | 10, min(number + 1, 8) * 160)
        head = struct.pack("!BBHII", 0x80, kind, at * 10 + number, at * 16000, 99)
        rtp = head + event
        udp = struct.pack("!HHHH", 6000, 6000, 8 + len(rtp), 0) + rtp
        here = bytes([127, 0, 0, 1])
        ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0) + here + here + udp
        frame = bytes(12) + b"\x08\x00" + ip
        stamp = struct.pack("<IIII", 1, number * 20_000, len(frame), len(frame))
        data += stamp + frame
    return data


def scenario(*steps: str) -> str:
    """Return a whole scenario file."""
    head = '<?xml version="1.0" encoding="ISO-8859-1" ?>\n<scenario name="yibao">\n'
    return head + "\n".join(steps) + "\n</scenario>\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Be how a run of sipp ended."""

    code: int
    screen: str


async def run_sipp(
    folder: Path,
    text: str,
    port: int,
    *options: str,
    seconds: float = 30.0,
) -> Outcome:
    """Run a scenario against a port of this machine; it is stopped when time is up."""
    path = folder / "scenario.xml"
    path.write_text(text, encoding="utf-8")
    program = shutil.which("sipp")
    if program is None:
        raise FileNotFoundError("sipp")
    sipp = await asyncio.create_subprocess_exec(
        program,
        *("-sf", str(path), f"127.0.0.1:{port}", "-i", "127.0.0.1", "-m", "1", "-s", "12393"),
        *("-nostdin", "-timeout", f"{seconds:.0f}s", "-timeout_error", *options),
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={"TERM": "dumb", "PATH": "/usr/bin:/bin"},
    )
    try:
        async with asyncio.timeout(seconds + 5):
            screen, _ = await sipp.communicate()
    except TimeoutError:
        sipp.kill()
        screen, _ = await sipp.communicate()
    return Outcome(sipp.returncode or 0, screen.decode("utf-8", "replace")[-2500:])
