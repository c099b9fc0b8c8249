"""Is the composition root: builds every part and joins them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

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
    RemarkStore,
    StaffStore,
    TicketStore,
)
from gateway.api import CitizenParts
from gateway.catalogue_files import read_catalogue
from gateway.clock import clock
from gateway.knowledge import Knowledge
from gateway.readiness import Readiness
from gateway.settings import Settings
from gateway.staff import StaffDoor
from gateway.staff_api import StaffParts
from integrations.listeners import Listeners
from integrations.web_chat import WebChat
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

    async def close(self) -> None:
        """Close what was opened."""
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
    knowledge = Knowledge(settings, catalogue)
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
        talk=Talk(
            applying=applying,
            catalogue=catalogue,
            conversations=conversations,
            remarks=remarks,
            now=now,
        ),
    )
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
    )
