"""Is the composition root: builds every part and joins them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from bot.action_server import ActionServer
from bot.actions import Actions
from bot.applying import Applying
from bot.dialogue import RasaDialogue
from bot.following_up import FollowingUp
from bot.item_questions import ItemQuestions
from bot.policy import PolicyQuestions
from bot.talk import Talk
from core.assistant import Assistant
from core.ownership import Ownership
from core.store import (
    ApplicationStore,
    ConversationStore,
    Database,
    EntryStore,
    LookupStore,
    PopularStore,
    ReleaseStore,
    RemarkStore,
    StaffStore,
    TicketStore,
)
from gateway.admin_parts import AdminParts
from gateway.api import CitizenParts
from gateway.catalogue_files import read_catalogue
from gateway.clock import clock
from gateway.editorial_side import editorial_side
from gateway.knowledge import Knowledge
from gateway.leaflet import Office
from gateway.leaflet_font import find_font
from gateway.leaflet_pdf import LeafletPress
from gateway.policies_api import PolicyParts
from gateway.popular_api import PopularParts
from gateway.published_entries import PublishedEntries
from gateway.readiness import Readiness
from gateway.settings import Settings
from gateway.staff import StaffDoor
from gateway.staff_api import StaffParts
from integrations.listeners import Listeners
from integrations.rewriter import ChatRewriter
from integrations.web_chat import WebChat
from knowledge_base.importing.importer import Importer
from knowledge_base.importing.report_words import report_json
from knowledge_base.lookups.lookups import Lookups
from video_desk.desk import VideoDesk


@dataclass(frozen=True, slots=True)
class Parts:
    """Hold what the application serves."""

    database: Database
    client: httpx.AsyncClient
    assistant: Assistant
    action_server: ActionServer
    action_timeout: float  # seconds
    readiness: Readiness
    citizens: CitizenParts
    staff: StaffParts
    admin: AdminParts
    popular: PopularParts
    look_ups: Lookups
    policies: PolicyParts
    now: Callable[[], datetime]

    async def close(self) -> None:
        """Close what was opened."""
        await self.admin.import_jobs.close()
        await self.client.aclose()
        await self.database.close()


def build(settings: Settings) -> Parts:
    """Build every part from the settings; nothing slow happens yet."""
    now = clock(settings.timezone)
    database = Database(settings.database_url)
    client = httpx.AsyncClient()
    dialogue = RasaDialogue(client, url=settings.rasa_url, timeout=settings.rasa_timeout)
    conversations, applications = ConversationStore(database), ApplicationStore(database)
    tickets, remarks, staff = TicketStore(database), RemarkStore(database), StaffStore(database)
    catalogue = read_catalogue(settings.items)
    knowledge = Knowledge(settings, catalogue, ReleaseStore(database))
    look_ups = Lookups(
        LookupStore(database),
        catalogue,
        regions=knowledge.regions,
        now=now,
        hotline=settings.hotline,
    )
    listeners, staff_listeners = Listeners(), Listeners()
    desk = VideoDesk(
        tickets=tickets,
        conversations=conversations,
        citizens=listeners,
        staff_pages=staff_listeners,
        now=now,
        opens=settings.opens,
        closes=settings.closes,
    )
    assistant = Assistant(
        dialogue=dialogue,
        retriever=knowledge,
        desk=desk,
        conversations=conversations,
        ownership=Ownership(applications, catalogue),
        now=now,
        hotline=settings.hotline,
        hours=settings.hours,
    )
    policy = PolicyQuestions(
        retriever=knowledge,
        conversations=conversations,
        regions=knowledge.regions,
        popular=knowledge.popular,
        now=now,
        item_codes={item.name: item.code for item in catalogue.items},
        rewriter=_rewriter(settings, client),
    )
    item_questions = ItemQuestions(
        catalogue=catalogue,
        finder=knowledge,
        policy=policy,
        applications=applications,
        conversations=conversations,
    )
    applying = Applying(
        catalogue=catalogue,
        items=item_questions,
        applications=applications,
        conversations=conversations,
        now=now,
    )
    actions = Actions(
        conversations=conversations,
        applications=applications,
        applying=applying,
        following_up=FollowingUp(catalogue=catalogue, applications=applications, now=now),
        item_questions=item_questions,
        policy=policy,
        look_ups=look_ups,
        now=now,
        talk=Talk(
            applying=applying,
            catalogue=catalogue,
            conversations=conversations,
            remarks=remarks,
            now=now,
        ),
    )
    font = find_font(settings.leaflet_font)
    door = StaffDoor(staff, now=now, session=timedelta(hours=settings.session_hours))
    web_chat = WebChat(
        assistant=assistant, conversations=conversations, desk=desk, listeners=listeners
    )
    return Parts(
        database=database,
        client=client,
        assistant=assistant,
        action_server=ActionServer(actions, settings.action_secret.get_secret_value()),
        action_timeout=settings.action_timeout,
        readiness=Readiness(dialogue=dialogue, load_index=knowledge.load, database=database),
        citizens=CitizenParts(
            assistant=assistant,
            conversations=conversations,
            applications=applications,
            remarks=remarks,
            retriever=knowledge,
            catalogue=catalogue,
            web_chat=web_chat,
            staff=door,
            now=now,
            info={
                "name": settings.bureau,
                "hotline": settings.hotline,
                "hours": settings.hours,
            },
            regions=knowledge.regions,
        ),
        staff=StaffParts(
            door=door,
            desk=desk,
            listeners=staff_listeners,
            now=now,
            secure_cookies=settings.secure_cookies,
        ),
        admin=editorial_side(
            database,
            door=door,
            served=knowledge.served,
            retriever=knowledge,
            embedder=knowledge.likeness,
            reader=Importer(),
            report_json=report_json,
            now=now,
        ),
        look_ups=look_ups,
        now=now,
        policies=PolicyParts(
            entries=PublishedEntries(
                EntryStore(database), ReleaseStore(database), lambda: knowledge.served.number
            ),
            catalogue=catalogue,
            press=LeafletPress(font) if font is not None else None,
            office=Office(settings.bureau, settings.hotline, settings.hours),
            public_url=settings.public_url,
            now=now,
        ),
        popular=PopularParts(popular=PopularStore(database), chosen=knowledge.popular, now=now),
    )


def _rewriter(settings: Settings, client: httpx.AsyncClient) -> ChatRewriter | None:
    """Return what puts answers in other words, if somebody switched it on."""
    if not settings.rewrite_url:
        return None
    return ChatRewriter(
        client,
        url=settings.rewrite_url,
        model=settings.rewrite_model,
        key=settings.rewrite_key.get_secret_value(),
        timeout=settings.rewrite_timeout,
    )
