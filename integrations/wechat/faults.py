"""Says what went wrong between WeChat and us."""

from __future__ import annotations

from core.errors import EngineUnavailable, YibaoError

ENGINE = "wechat"


class PushRefused(YibaoError):
    """Say that what came to the door is not to be believed; `status` is the HTTP answer."""

    def __init__(self, why: str, status: int = 403) -> None:
        super().__init__(why)
        self.status = status


class NoAnswer(YibaoError):
    """Say that WeChat must get no answer at all, so that it calls again."""


class ApiRefused(EngineUnavailable):
    """Say that WeChat understood a call and refused it; `code` is its errcode."""

    def __init__(self, code: int) -> None:
        super().__init__(f"{ENGINE} ({code})")
        self.code = code


class NotReached(EngineUnavailable):
    """Say that a call surely had no effect: it never reached WeChat, or only its front door."""

    def __init__(self) -> None:
        super().__init__(ENGINE)


class OutcomeUnknown(EngineUnavailable):
    """Say that a call was sent and nobody knows whether it had an effect."""

    def __init__(self) -> None:
        super().__init__(ENGINE)
