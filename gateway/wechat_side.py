"""Builds the WeChat channel, if an account is configured."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import httpx
from fastapi import APIRouter

from core.assistant import Assistant
from core.catalogue import Catalogue
from core.photo_taking import PhotoTaking
from core.recording import TurnRecorder
from core.service_items import FieldKind
from core.store import Database
from core.store.wechat_contacts import ContactStore
from core.store.wechat_inbox import InboxStore
from core.store.wechat_kept import KeptStore
from core.store.wechat_outbox import OutboxStore
from gateway.background import Chore
from gateway.connected import own_address
from gateway.limits import Take
from gateway.settings import Settings
from gateway.stores import Stores
from gateway.voice_side import VoiceSide
from gateway.wechat_api import wechat_routes
from gateway.wechat_door import wechat_door
from gateway.wechat_engines import NearPlaces, SpeechEngines
from gateway.wechat_pages import wechat_pages
from gateway.wechat_settings import WeChatSettings
from integrations.wechat.answering import Answering
from integrations.wechat.api import Api
from integrations.wechat.channel import WeChat
from integrations.wechat.menu import MenuKeeper
from integrations.wechat.news import News
from integrations.wechat.notices import read_form
from integrations.wechat.outbox import Outbox
from integrations.wechat.own_answers import OwnAnswers
from integrations.wechat.pace import Pace
from integrations.wechat.page_tickets import PageTickets
from integrations.wechat.reception import Reception
from integrations.wechat.rendering import Rendering
from integrations.wechat.senses import Hears, Places, Senses, Speaks
from integrations.wechat.sign_in import SignIn
from integrations.wechat.token_keeper import Account, TokenKeeper
from integrations.wechat.typing_signs import TypingSigns
from integrations.wechat.vault import Vault
from integrations.wechat.voice_answers import VoiceAnswers
from integrations.wechat.wire import Wire
from knowledge_base.lookups.lookups import Lookups

STEP_EVERY = 0.5  # seconds
TIDY_EVERY = 600.0
MENU_EVERY = 600.0
FIGURES = frozenset(FieldKind) - {FieldKind.CHOICE, FieldKind.NAME}  # TEXT may be a house number


@dataclass(frozen=True, slots=True)
class WeChatSide:
    """Hold what the routes use, and what is done in the background."""

    channel: WeChat
    routes: Callable[[], tuple[APIRouter, ...]]
    chores: tuple[Chore, ...]
    close: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Shared:
    """Hold what the channel shares with the other doors."""

    database: Database
    stores: Stores
    settings: Settings
    wechat: WeChatSettings
    client: httpx.AsyncClient
    assistant: Assistant
    recorder: TurnRecorder
    taking: PhotoTaking
    catalogue: Catalogue
    take: Take  # counts rates
    now: Callable[[], datetime]


def wechat_side(shared: Shared, look_ups: Lookups, voice: VoiceSide) -> WeChatSide | None:
    """Join the parts; None if no account is configured."""
    settings, wechat = shared.settings, shared.wechat
    if not wechat.app_id:
        return None
    engines = SpeechEngines(voice)
    places = NearPlaces(look_ups, settings.hotline, shared.now)
    channel = wechat_channel(shared, hears=engines, speaks=engines, places=places)

    def routes() -> tuple[APIRouter, ...]:
        pages = wechat_pages(
            channel, public_url=own_address(settings), secure_cookies=settings.secure_cookies
        )
        return wechat_routes(channel), pages

    chores = [
        Chore("wechat", channel.step, STEP_EVERY),
        Chore("wechat tidying", channel.tidy, TIDY_EVERY, alone=shared.database.alone),
    ]
    if wechat.menu:
        alone = shared.database.alone
        chores.append(Chore("wechat menu", channel.menu.step, MENU_EVERY, alone=alone))
    return WeChatSide(channel, routes, tuple(chores), channel.close)


def wechat_channel(shared: Shared, *, hears: Hears, speaks: Speaks, places: Places) -> WeChat:
    """Join the channel with who hears, speaks and knows places."""
    database, stores, settings = shared.database, shared.stores, shared.settings
    wechat, now = shared.wechat, shared.now
    account = Account(wechat.app_id, wechat.secret.get_secret_value())
    wire = Wire(shared.client, url=wechat.api, timeout=wechat.timeout)
    kept, vault = KeptStore(database), Vault(account.secret)
    api = Api(wire, TokenKeeper(wire, kept, account, vault=vault, now=now), kept, now=now)
    contacts, inbox, outbox = ContactStore(database), InboxStore(database), OutboxStore(database)
    public_url = own_address(settings)
    rendering = Rendering(
        public_url=public_url, hotline=settings.hotline, takes_figures=_figures(shared.catalogue)
    )
    senses = Senses(
        api=api, hears=hears, places=places, taking=shared.taking, hotline=settings.hotline
    )
    answering = Answering(
        assistant=shared.assistant,
        contacts=contacts,
        conversations=stores.conversations,
        own=OwnAnswers(stores.conversations, shared.recorder),
        rendering=rendering,
        senses=senses,
        voices=VoiceAnswers(stores.conversations, speaks, api, hotline=settings.hotline),
        versions=stores.versions,
        stop_pushes=stores.push_choices.switch_off,
        now=now,
    )
    typing = TypingSigns(contacts, api, now=now)
    return WeChat(
        door=wechat_door(wechat),
        reception=Reception(
            inbox=inbox,
            outbox=outbox,
            answering=answering,
            pace=Pace(shared.take),
            show_typing=typing.show,
            now=now,
            budget=wechat.budget,
        ),
        answering=answering,
        contacts=contacts,
        inbox=inbox,
        outbox=Outbox(
            store=outbox,
            api=api,
            typing=typing,
            notice_form=read_form(wechat.notice, rendering.page("/chat")),
            now=now,
        ),
        news=News(
            contacts=contacts,
            conversations=stores.conversations,
            outbox=outbox,
            rendering=rendering,
            now=now,
        ),
        menu=MenuKeeper(api, kept, now=now),
        sign_in=SignIn(wire, account, url=wechat.pages),
        tickets=PageTickets(
            api, kept, vault=vault, appid=account.appid, public_url=public_url, now=now
        ),
        vault=vault,
        now=now,
    )


def _figures(catalogue: Catalogue) -> Callable[[str], bool]:
    """Return what tells by a field's key, in any item, whether it may be answered with figures."""
    keys = {
        field.key
        for item in (*catalogue.items, *catalogue.regional)
        for field in item.fields
        if field.kind in FIGURES
    }
    return lambda key: key in keys
