"""Pushes what citizens send to the door: three requests, five seconds each, and faults."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass

import httpx

from integrations.wechat_simulator.account import Account, Mode
from integrations.wechat_simulator.ciphers import MessageCipher, signature
from integrations.wechat_simulator.faults import Fault, Faults
from integrations.wechat_simulator.letters import Letter
from integrations.wechat_simulator.mark_fail import MarkFail
from integrations.wechat_simulator.record import BUSY, Attempt, Json, Pushed, Record
from integrations.wechat_simulator.reply_check import Bad, Replied, ReplyCheck

ANSWER_WITHIN = 5.0  # seconds, then the connection is cut


@dataclass(frozen=True, slots=True)
class Manner:
    """Be how the platform pushes."""

    requests: int = 3  # in total; "三次" may also mean four
    pace: float = 1.0  # factor of the five seconds, for tests
    late_after: float = 20.0  # seconds until a late repetition
    hold: float = 2.0  # seconds that a letter waits at most to be overtaken
    overlap_after: float = 0.03  # seconds between a request and the one that overlaps it


class Pusher:
    """Push letters, retry, and write down what the citizen sees."""

    def __init__(
        self,
        account: Account,
        client: httpx.AsyncClient,
        check: ReplyCheck,
        record: Record,
        faults: Faults,
        now: Callable[[], float],
        manner: Manner | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Take the account, the way to its door, and what knows a good reply."""
        self._sleep = sleep
        self._account, self._client, self._check = account, client, check
        self._record, self._faults, self._now = record, faults, now
        self._manner = manner or Manner()
        self._cipher = MessageCipher(account.aes_key, account.app_id)
        self._held: dict[asyncio.Event, str] = {}
        self._tasks: set[asyncio.Task[object]] = set()
        self.mark_fail = MarkFail()

    def send(self, letter: Letter) -> Pushed:
        """Begin to push a letter; what becomes of it stands in the record."""
        pushed = self._record.push(letter)
        self._own(self._deliver(letter, pushed))
        return pushed

    async def push(self, letter: Letter) -> Pushed:
        """Push a letter and wait until it is settled; late ones follow by themselves."""
        pushed = self._record.push(letter)
        await self._deliver(letter, pushed)
        return pushed

    async def check_address(self) -> bool:
        """Ask the door to echo, as the console does when the address is saved."""
        moment, nonce = str(int(self._now())), _nonce()
        echo = str(secrets.randbits(62))
        asked = {"signature": signature(self._account.token, moment, nonce), "echostr": echo}
        query = asked | {"timestamp": moment, "nonce": nonce}
        answer = await self._client.get(self._account.door, params=query)
        return answer.status_code == 200 and answer.text == echo

    @property
    def under_way(self) -> int:
        """Return how many letters are not settled, late repetitions included."""
        return len(self._tasks)

    async def settled(self) -> None:
        """Wait until nothing is under way any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """End what is under way."""
        for task in self._tasks:
            task.cancel()
        await self.settled()

    def _own(self, work: Coroutine[object, object, object]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, letter: Letter, pushed: Pushed) -> None:
        if not self._account.door or self.mark_fail.is_silent(self._now()):
            self._settle(pushed, "busy")
            return
        fault = self._faults.for_push(pushed.number)
        pushed.fault = fault.value if fault else ""
        if fault is Fault.REORDER and await self._was_overtaken(letter):
            self._faults.happened(Fault.REORDER)
        if fault is Fault.OVERLAP:
            outcome = await self._overlapping(letter, pushed)
        else:
            outcome = await self._attempt(letter, pushed, "first", cut=fault is Fault.CUT)
        if outcome in {"timeout", "broken", "cut"}:
            outcome = await self._retries(letter, pushed)
        self._settle(pushed, outcome)
        for waiting, openid in self._held.items():
            if openid != letter.openid:
                waiting.set()
        if fault is Fault.DUPLICATE:
            self._faults.happened(Fault.DUPLICATE)
            await self._attempt(letter, pushed, "duplicate")
        elif fault is Fault.LATE:
            self._own(self._late(letter, pushed))

    async def _retries(self, letter: Letter, pushed: Pushed) -> str:
        outcome = "busy"
        for _ in range(self._manner.requests - 1):
            outcome = await self._attempt(letter, pushed, "retry")
            if outcome not in {"timeout", "broken"}:
                break
        return outcome

    async def _overlapping(self, letter: Letter, pushed: Pushed) -> str:
        """Send the same again while the door works on it; what is answered first is shown."""
        first = asyncio.create_task(self._attempt(letter, pushed, "first"))
        done, _ = await asyncio.wait({first}, timeout=self._manner.overlap_after)
        if done:  # too quick to be overlapped: nothing was injected
            return first.result()
        self._faults.happened(Fault.OVERLAP)
        outcomes = await asyncio.gather(first, self._attempt(letter, pushed, "overlap"))
        return min(outcomes, key=("reply", "acknowledged", "timeout", "broken", "bad").index)

    async def _late(self, letter: Letter, pushed: Pushed) -> None:
        await self._sleep(self._manner.late_after)
        self._faults.happened(Fault.LATE)
        await self._attempt(letter, pushed, "late")

    async def _was_overtaken(self, letter: Letter) -> bool:
        waiting = asyncio.Event()
        self._held[waiting] = letter.openid
        try:
            async with asyncio.timeout(self._manner.hold):
                await waiting.wait()
        except TimeoutError:
            return False
        finally:
            del self._held[waiting]
        return True

    async def _attempt(
        self, letter: Letter, pushed: Pushed, cause: str, *, cut: bool = False
    ) -> str:
        """Send one request, write it down, and return how it ended."""
        at, began = self._now(), time.monotonic()
        outcome, why = await self._ask(letter, pushed, cut=cut)
        took = time.monotonic() - began
        pushed.attempts.append(Attempt(cause, at, round(took * 1000, 1), outcome, why))
        if outcome in {"bad", "timeout", "broken"}:
            self.mark_fail.failed(self._now())
        if outcome in {"broken", "cut"}:  # requests are five seconds apart, whatever ended them
            await self._sleep(max(0.0, ANSWER_WITHIN * self._manner.pace - took))
        return outcome

    async def _ask(self, letter: Letter, pushed: Pushed, *, cut: bool) -> tuple[str, str]:
        query, body = self._dressed(letter)
        headers = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0"}
        try:
            async with asyncio.timeout(ANSWER_WITHIN * self._manner.pace):
                answer = await self._client.post(
                    self._account.door, params=query, content=body, headers=headers
                )
        except (TimeoutError, httpx.TimeoutException):
            return "timeout", ""
        except httpx.HTTPError as error:
            return "broken", type(error).__name__
        if cut:
            self._faults.happened(Fault.CUT)
            return "cut", ""
        try:
            replied = self._check.read(answer.status_code, answer.content, letter.openid)
        except Bad as bad:
            return "bad", str(bad)
        return self._heard(replied, pushed), ""

    def _heard(self, replied: Replied, pushed: Pushed) -> str:
        if replied.body is None:
            return "acknowledged"
        self._record.show(
            *(pushed.openid, "office", "passive", replied.body, pushed.number),
            is_repeat=pushed.is_answered,
        )
        pushed.is_answered = True
        return "reply"

    def _settle(self, pushed: Pushed, outcome: str) -> None:
        pushed.outcome = outcome if outcome in {"reply", "acknowledged"} else "busy"
        # Nobody is shown an error line for having opened a page or left.
        if pushed.outcome == "busy" and pushed.kind not in {"VIEW", "unsubscribe"}:
            body: Json = {"msgtype": "text", "text": {"content": BUSY}}
            self._record.show(pushed.openid, "platform", "busy", body, pushed.number)

    def _dressed(self, letter: Letter) -> tuple[dict[str, str], bytes]:
        """Sign and encrypt anew: only the content is the same at each attempt."""
        account, moment, nonce = self._account, str(int(self._now())), _nonce()
        query = {
            "signature": signature(account.token, moment, nonce),
            "timestamp": moment,
            "nonce": nonce,
            "openid": letter.openid,
        }
        plain = letter.xml(account.original_id)
        if account.mode is Mode.PLAIN:
            return query, plain.encode()
        cipher = self._cipher.encrypt(plain.encode())
        query["encrypt_type"] = "aes"
        query["msg_signature"] = signature(account.token, moment, nonce, cipher)
        if account.mode is Mode.COMPATIBLE:
            return query, letter.xml(account.original_id, cipher).encode()
        name = f"<ToUserName><![CDATA[{account.original_id}]]></ToUserName>"
        return query, f"<xml>{name}<Encrypt><![CDATA[{cipher}]]></Encrypt></xml>".encode()


def _nonce() -> str:
    return str(secrets.randbits(31))
