"""Serves customer messages, 正在输入, and notices of both kinds."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Request
from pydantic import TypeAdapter

from integrations.wechat_simulator.customer_messages import (
    KINDS,
    CustomerMessage,
    Typing,
    check_content,
)
from integrations.wechat_simulator.notices import (
    SubscriptionNotice,
    TemplateNotice,
    check_subscription,
    check_template,
    shown,
    spend_consent,
)
from integrations.wechat_simulator.platform import Platform
from integrations.wechat_simulator.refusals import Refused, said
from integrations.wechat_simulator.requests_read import body, query

Json = dict[str, object]
COMMANDS = ("Typing", "CancelTyping")


def message_routes(platform: Platform) -> APIRouter:
    """Return the routes."""
    routes, clock, record = APIRouter(prefix="/cgi-bin/message"), platform.clock, platform.record
    messages: TypeAdapter[CustomerMessage] = TypeAdapter(CustomerMessage)
    typing = TypeAdapter(Typing)
    templates, subscriptions = TypeAdapter(TemplateNotice), TypeAdapter(SubscriptionNotice)

    @routes.post("/custom/send")
    async def send(request: Request) -> Json:
        platform.tokens.check(*query(request, "access_token"))
        message = await body(request, messages, known=KINDS)
        citizen = platform.citizens.known(message.touser)
        check_content(message, platform.media)
        citizen.allowance.spend(clock())
        told = message.model_dump(exclude={"touser", "customservice"})
        record.show(citizen.openid, "office", "customer", told)
        return said(0)

    @routes.post("/custom/typing")
    async def type_(request: Request) -> Json:
        platform.tokens.check(*query(request, "access_token"))
        asked = await body(request, typing)
        if asked.command not in COMMANDS:
            raise Refused(45072)
        citizen = platform.citizens.known(asked.touser)
        citizen.allowance.type(clock(), begins=asked.command == "Typing")
        return said(0)

    @routes.post("/template/send")
    async def template(request: Request) -> Json:
        platform.tokens.check(*query(request, "access_token"))
        notice = await body(request, templates)
        citizen, now = platform.citizens.known(notice.touser), clock()
        check_template(platform.account, citizen, notice)
        number = platform.sent_once.before(citizen.openid, notice.client_msg_id, now)
        if number is None:
            number = 3_000_000_000_000_000_000 + secrets.randbits(48)
            platform.sent_once.remember(citizen.openid, notice.client_msg_id, now, number)
            told = shown("服务通知", notice.data, notice.url)
            record.show(citizen.openid, "office", "template", told)
            platform.acts.job_finished(citizen.openid, number)
        return said(0) | {"msgid": number}

    @routes.post("/subscribe/bizsend")
    async def subscription(request: Request) -> Json:
        platform.tokens.check(*query(request, "access_token"))
        notice = await body(request, subscriptions)
        citizen = platform.citizens.known(notice.touser)
        check_subscription(platform.account, citizen, notice)
        spend_consent(platform.account, citizen, notice.template_id)
        told = shown("订阅通知", notice.data, notice.page)
        record.show(citizen.openid, "office", "subscription", told)
        return said(0)

    return routes
