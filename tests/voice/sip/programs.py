"""Starts baresip and kamailio for tests, and stops them again."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from launch.tools import program
from tests.ports import free_port

MODULES = "/usr/lib/baresip/modules"
LISTENS_WITHIN = 60.0  # seconds; a machine with other work is slow

BARESIP = """sip_listen 127.0.0.1:{port}
{certificate}
net_interface 127.0.0.1
call_local_timeout 20
audio_source aufile,{folder}/caller.wav
audio_player aubridge,p1
audio_alert aubridge,p2
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
rtp_ports 41000-41900
ctrl_tcp_listen 127.0.0.1:{control}
snd_path {folder}
module_path {modules}
module g711.so
module opus.so
module aufile.so
module aubridge.so
module srtp.so
module sndfile.so
module_tmp account.so
module_app ctrl_tcp.so
module_app menu.so
opus_bitrate 28000
"""

KAMAILIO = """#!KAMAILIO
debug=1
log_stderror=yes
fork=yes
children=1
tcp_children=1
mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/"
listen=udp:127.0.0.1:{port}
listen=tcp:127.0.0.1:{port}
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"
modparam("usrloc", "db_mode", 0)
modparam("auth", "qop", "auth")
modparam("auth", "algorithm", "{algorithm}")
modparam("registrar", "max_expires", 60)
request_route {{
    if (is_method("REGISTER")) {{
        if (!pv_www_authenticate("pbx.example", "geheim", "0")) {{
            auth_challenge("pbx.example", "1");
            exit;
        }}
        save("location");
        exit;
    }}
    if (has_totag()) {{
        loose_route();
        t_relay();
        exit;
    }}
    if (is_method("CANCEL")) {{
        t_relay();
        exit;
    }}
    record_route();
    if (!lookup("location")) {{
        sl_send_reply("404", "Not Found");
        exit;
    }}
    t_relay();
}}
"""


class Baresip:
    """Be a running telephone."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def do(self, command: str, parameters: str = "") -> None:
        """Give a command, as a netstring of JSON."""
        text = json.dumps({"command": command, "params": parameters, "token": "t"})
        self._writer.write(f"{len(text)}:{text},".encode())
        await self._writer.drain()


@asynccontextmanager
async def baresip(
    folder: Path, account: str, *, certificate: str = "", port: int | None = None
) -> AsyncIterator[Baresip]:
    """Run baresip with one account's parameters; it plays caller.wav and records what it hears."""
    port, control = port or free_port(), free_port()
    text = BARESIP.format(
        port=port,
        control=control,
        folder=folder,
        modules=MODULES,
        certificate=certificate,
    )
    (folder / "config").write_text(text, encoding="utf-8")
    (folder / "accounts").write_text(
        f"<sip:13800000000@127.0.0.1:{port}>;regint=0;{account}\n", encoding="utf-8"
    )
    async with _running(folder, shutil.which("baresip") or "baresip", "-f", str(folder)) as log:
        reader, writer = await _connected(control, log)
        yield Baresip(reader, writer)
        writer.close()


@asynccontextmanager
async def kamailio(folder: Path, algorithm: str) -> AsyncIterator[int]:
    """Run kamailio as registrar and proxy; give its port."""
    port = free_port()
    path = folder / "kamailio.cfg"
    path.write_text(KAMAILIO.format(port=port, algorithm=algorithm), encoding="utf-8")
    async with running_kamailio(folder, path) as log:
        _, writer = await _connected(port, log)
        writer.close()
        yield port


@asynccontextmanager
async def running_kamailio(folder: Path, configuration: Path, *more: str) -> AsyncIterator[Path]:
    """Run kamailio for the time of the block, give its log; it may not be ready at once."""
    told = ("-f", str(configuration), "-DD", "-E", "-Y", str(folder), "-P", str(folder / "pid"))
    small = ("-m", "32", "-M", "4")
    command = (program("kamailio") or "kamailio", *told, *small, *more)
    async with _running(folder, *command) as log:
        yield log


@asynccontextmanager
async def _running(folder: Path, *command: str) -> AsyncIterator[Path]:
    """Run a program for the time of the block; give the file of what it prints."""
    log = folder / f"{Path(command[0]).name}.log"
    with log.open("ab") as printed:
        running = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=printed,
            stderr=asyncio.subprocess.STDOUT,
            cwd=folder,
        )
    try:
        yield log
    finally:
        await _stopped(running)


async def _connected(port: int, log: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Wait until the program listens."""
    deadline = time.monotonic() + LISTENS_WITHIN
    while True:
        try:
            return await asyncio.open_connection("127.0.0.1", port)
        except OSError as error:
            if time.monotonic() > deadline:
                raise TimeoutError(_printed(log)) from error
            await asyncio.sleep(0.05)


def _printed(log: Path) -> str:
    return log.read_text("utf-8", "replace")


async def _stopped(running: asyncio.subprocess.Process) -> None:
    if running.returncode is None:
        running.terminate()
    try:
        async with asyncio.timeout(5):
            await running.wait()
    except TimeoutError:
        running.kill()
        await running.wait()
