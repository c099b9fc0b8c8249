"""Checks notices of both kinds, 模板消息 and 订阅通知; each client_msg_id counts once; no I/O."""

from __future__ import annotations

from collections.abc import Mapping

from integrations.wechat_simulator.account import Account
from integrations.wechat_simulator.citizens import Citizen
from integrations.wechat_simulator.customer_messages import Body
from integrations.wechat_simulator.refusals import Refused

REMEMBERED = 600.0  # seconds in which a client_msg_id counts once
LONGEST_ID = 32  # characters of a client_msg_id
# Characters that the kinds of fields hold; others have a form of their own.
LONGEST = {"thing": 20, "phrase": 5, "character_string": 32, "number": 32}
LONG_TERM = 1_000_000  # messages; a long-term consent has no end


class Value(Body):
    """Be what stands in a field."""

    value: str
    color: str = ""


class Programme(Body):
    """Lead to a mini-program."""

    appid: str
    pagepath: str = ""


class TemplateNotice(Body):
    """Be the body of /cgi-bin/message/template/send."""

    touser: str
    template_id: str
    url: str = ""
    miniprogram: Programme | None = None
    client_msg_id: str = ""
    data: dict[str, Value]


class SubscriptionNotice(Body):
    """Be the body of /cgi-bin/message/subscribe/bizsend; WeChat documents no client_msg_id here."""

    touser: str
    template_id: str
    page: str = ""
    miniprogram: Programme | None = None
    data: dict[str, Value]


class SentOnce:
    """Remember which notices went out."""

    def __init__(self) -> None:
        """Begin with none."""
        self._until: dict[tuple[str, str], tuple[float, int]] = {}

    def before(self, openid: str, client_id: str, now: float) -> int | None:
        """Return the number of the message that had this id within ten minutes, if any."""
        until, number = self._until.get((openid, client_id), (0.0, 0))
        return number if client_id and until > now else None

    def remember(self, openid: str, client_id: str, now: float, number: int) -> None:
        """Keep the id for ten minutes."""
        if client_id:
            self._until[openid, client_id] = (now + REMEMBERED, number)


def check_template(account: Account, citizen: Citizen, notice: TemplateNotice) -> None:
    """Refuse a template message that would not be shown."""
    if not citizen.follows:
        raise Refused(43004)
    if len(notice.client_msg_id) > LONGEST_ID:
        raise Refused(47003, "client_msg_id is too long")
    _check_fields(account.templates.get(notice.template_id), notice.data)


def check_subscription(account: Account, citizen: Citizen, notice: SubscriptionNotice) -> None:
    """Refuse a notice that nobody agreed to."""
    _check_fields(account.subscriptions.get(notice.template_id), notice.data)
    if citizen.consents.get(notice.template_id, 0) < 1:
        raise Refused(43101)


def spend_consent(account: Account, citizen: Citizen, template_id: str) -> None:
    """Account for a notice: a one-off consent is used up."""
    if template_id not in account.long_term:
        citizen.consents[template_id] -= 1


def agree(account: Account, citizen: Citizen, template_id: str) -> None:
    """Account for the citizen's tap on 允许."""
    number = LONG_TERM if template_id in account.long_term else 1
    citizen.consents[template_id] = min(citizen.consents.get(template_id, 0) + number, LONG_TERM)


def shown(title: str, data: Mapping[str, Value], url: str) -> dict[str, object]:
    """Return a notice as the chat shows it."""
    rows = [{"name": name, "value": one.value} for name, one in data.items()]
    return {"msgtype": "notice", "notice": {"title": title, "rows": rows, "url": url}}


def _check_fields(names: tuple[str, ...] | None, data: Mapping[str, Value]) -> None:
    if names is None:
        raise Refused(40037)
    foreign = sorted(set(data) - set(names))
    if foreign:
        raise Refused(47003, f"data.{foreign[0]} is not in the template")
    for name in names:
        if name not in data or not data[name].value.strip():
            raise Refused(47003, f"data.{name}.value is empty")
        longest = LONGEST.get(name.rstrip("0123456789"))
        if longest and len(data[name].value) > longest:
            raise Refused(47003, f"data.{name}.value is too long")
