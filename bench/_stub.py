"""Answers Rasa's calls for actions as fast as can be: it opens the form and says one word."""

from __future__ import annotations

import asyncio
import json

from bot.call import CONTINUE_FORM, result_to_json

START = "action_start_application"


class ActionStub:
    """Be an action server that does nothing, so that only Rasa's own time is measured."""

    def __init__(self) -> None:
        """Begin without a socket."""
        self._server: asyncio.Server | None = None

    async def open(self, port: int) -> None:
        """Listen on the loopback address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)

    async def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                body = await reader.readexactly(_length(head))
                answer = json.dumps(_result(str(json.loads(body)["next_action"]))).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    b"Content-Length: %d\r\n\r\n%b" % (len(answer), answer)
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # Rasa closed the connection
        finally:
            writer.close()


def _result(action: str) -> dict[str, object]:
    in_form = action == CONTINUE_FORM
    result = result_to_json(None, in_form=in_form, goes_on=in_form or action == START)
    return {**result, "responses": [{"text": "好"}]}


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.removeprefix(b"content-length:"))
    return 0
