"""Is the composition root: builds every part and joins them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from bot.action_server import ActionServer
from bot.dialogue import RasaDialogue
from core.assistant import Assistant
from core.ownership import Ownership
from core.photo_taking import PhotoTaking
from core.recording import TurnRecorder
from core.store import Database, EntryStore, LookupStore, PopularStore, ReleaseStore
from core.store.presence import PresenceStore
from core.store.teams import TeamStore
from gateway.admin_parts import AdminParts
from gateway.afterwards import Afterwards, afterwards
from gateway.api import CitizenParts
from gateway.bureau import about, bureau_of
from gateway.carriage import carriage, turn_server
from gateway.catalogue_files import read_catalogue
from gateway.clock import SharedClock
from gateway.connected import engines
from gateway.desk_side import DeskSide, desk_side
from gateway.dialogue_side import PersonDesk, dialogue_side
from gateway.editorial_side import editorial_side
from gateway.knowledge import Knowledge
from gateway.observing.meters import Meters
from gateway.opening import key_ring, open_database
from gateway.own_data_side import own_data
from gateway.pages_side import PagesSide, pages_side, policy_parts
from gateway.personal_side import PersonalSide, personal_side
from gateway.phone_side import calling_back
from gateway.policies_api import PolicyParts
from gateway.popular_api import PopularParts
from gateway.published_entries import PublishedEntries
from gateway.queue_side import waiting_room
from gateway.rating_side import RatingSide, rating_side
from gateway.readiness import Readiness
from gateway.scripts import writing
from gateway.seasons import season_greeting
from gateway.settings import Settings
from gateway.staff_api import StaffParts
from gateway.staff_side import account_parts, staff_door
from gateway.stores import open_stores
from gateway.together import Together, together
from gateway.voice_side import VoiceSide, voice_side
from gateway.wechat_side import Shared, WeChatSide, wechat_side
from gateway.working_calendar import working_calendar
from integrations.photographs.files import PhotoFiles
from integrations.photographs.reader import RapidOcrReader
from integrations.web_chat import WebChat
from knowledge_base.importing.importer import Importer
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
    personal: PersonalSide
    desk: DeskSide
    staff: StaffParts
    afterwards: Afterwards
    ratings: RatingSide
    admin: AdminParts
    popular: PopularParts
    look_ups: Lookups
    policies: PolicyParts
    pages: PagesSide
    voice: VoiceSide
    now: Callable[[], datetime]
    wechat: WeChatSide | None = None  # None: no account is configured
    together: Together = field(default_factory=Together)

    async def close(self) -> None:
        """Close what was opened."""
        await self.admin.import_jobs.close()
        if self.wechat is not None:
            await self.wechat.close()
        await self.voice.close()
        await self.desk.video.close()
        await self.together.close()
        await self.client.aclose()
        await self.database.close()


def build(settings: Settings, meters: Meters, now: SharedClock) -> Parts:
    """Build every part from the settings; nothing slow happens yet. `meters` count."""
    calendar, hotline = working_calendar(), settings.hotline
    database, client = open_database(settings, meters.waited), httpx.AsyncClient()
    catalogue, releases = read_catalogue(settings.items), ReleaseStore(database)
    stores = open_stores(database, catalogue, calendar, hotline, meters.tell)
    recorder = TurnRecorder(stores.conversations, now, meters.tell, writing())
    others = together(settings, key_ring(settings), meters.redis, now)
    listeners, staff_listeners = others.listeners("citizens"), others.listeners("staff")
    knowledge = Knowledge(settings, catalogue, releases, today=lambda: now().date())
    store = LookupStore(database)
    entries = PublishedEntries(EntryStore(database), releases, lambda: knowledge.served.number)
    look_ups = Lookups(store, catalogue, regions=knowledge.regions, now=now, hotline=hotline)
    asked = engines(settings, client, knowledge, look_ups)
    bureau = bureau_of(settings, catalogue, calendar, knowledge)
    desk = VideoDesk(
        tickets=stores.tickets,
        conversations=stores.conversations,
        citizens=listeners,
        staff_pages=staff_listeners,
        own_citizens=listeners.here,
        own_staff=staff_listeners.here,
        now=now,
        hours=bureau.hours,
        teams=TeamStore(database),
        presence=PresenceStore(database),
    )
    ownership, files = Ownership(stores.applications, catalogue), PhotoFiles(settings.photos)
    dialogue = RasaDialogue(client, url=settings.rasa_url, timeout=settings.rasa_timeout)
    people = PersonDesk(
        waiting_room(database, stores, desk=desk, ownership=ownership, citizens=listeners, now=now),
        calling_back(
            database,
            stores,
            settings=settings,
            calendar=calendar,
            ownership=ownership,
            staff_pages=staff_listeners,
            now=now,
        ),
    )
    rights = own_data(stores, files, settings.call_recordings, calendar, now)
    bot = dialogue_side(stores, asked, bureau, now, people, rights)
    assistant = Assistant(
        dialogue=dialogue,
        retriever=knowledge,
        desk=desk,
        conversations=stores.conversations,
        ownership=ownership,
        recorder=recorder,
        now=now,
        hotline=settings.hotline,
        hours=settings.hours,
        season=season_greeting,
    )
    door, popular = staff_door(settings, stores.staff, now), PopularStore(database)
    policies = policy_parts(settings, entries, catalogue, now)
    taking = PhotoTaking(
        conversations=stores.conversations,
        photos=stores.photos,
        pictures=files,
        reader=RapidOcrReader(),
        taker=bot.photographs,
        desk=desk,
        ownership=ownership,
        recorder=recorder,
        now=now,
    )
    after = afterwards(
        stores,
        asked,
        bureau,
        settings=settings,
        client=client,
        door=door,
        ownership=ownership,
        channel=listeners,
        invite=bot.rating.invite,
        now=now,
        alone=database.alone,
    )
    voice = voice_side(settings, stores.conversations, entries=entries, catalogue=catalogue)
    staffed = desk_side(
        database,
        stores,
        bureau,
        bot,
        settings=settings,
        assistant=assistant,
        desk=desk,
        ownership=ownership,
        taking=taking,
        citizens=listeners,
        staff_pages=staff_listeners,
        door=door,
        now=now,
        carriage=carriage(settings),
        turn=turn_server(settings),
        served=knowledge.served,
        take=others.take,
        ears=voice.ears,
        fan_out=others.fan_out,
    )
    return Parts(
        database=database,
        client=client,
        assistant=assistant,
        action_server=ActionServer(bot.actions, settings.action_secret.get_secret_value()),
        action_timeout=settings.action_timeout,
        readiness=Readiness(dialogue=dialogue, index=knowledge, database=database),
        citizens=CitizenParts(
            assistant=assistant,
            conversations=stores.conversations,
            remarks=stores.remarks,
            retriever=knowledge,
            catalogue=catalogue,
            versions=stores.versions,
            web_chat=WebChat(
                assistant=assistant,
                conversations=stores.conversations,
                desk=desk,
                listeners=listeners,
            ),
            now=now,
            info=about(settings),
            regions=knowledge.regions,
            limits=others.limits,
        ),
        personal=personal_side(
            stores,
            asked,
            taking=taking,
            files=files,
            rights=rights,
            catalogue=catalogue,
            door=door,
            channel=listeners,
            public_url=bureau.public_url,
            secure_cookies=settings.secure_cookies,
            now=now,
        ),
        desk=staffed,
        staff=StaffParts(
            door=door,
            desk=desk,
            listeners=staff_listeners,
            signs=staffed.queue.signs,
            ring_event=staffed.queue.ringing.ring_event,
            now=now,
            account=account_parts(settings, database, door, staff_listeners, client),
            item_code=staffed.queue.item_code,
        ),
        afterwards=after,
        ratings=rating_side(
            stores,
            catalogue=catalogue,
            calendar=calendar,
            door=door,
            notices=stores.notices,
            now=now,
            hotline=hotline,
            promises=bureau.promises,
            take=others.take,
        ),
        admin=editorial_side(
            database,
            door=door,
            served=knowledge.served,
            retriever=knowledge,
            embedder=knowledge.likeness,
            reader=Importer(),
            now=now,
        ),
        popular=PopularParts(popular=popular, chosen=knowledge.popular, now=now),
        look_ups=look_ups,
        policies=policies,
        pages=pages_side(settings, stores, policies, popular, bot.following_up),
        voice=voice,
        now=now,
        wechat=wechat_side(
            Shared(
                database=database,
                stores=stores,
                settings=settings,
                wechat=settings.wechat,
                client=client,
                assistant=assistant,
                recorder=recorder,
                taking=taking,
                catalogue=catalogue,
                take=others.take,
                now=now,
            ),
            look_ups,
            voice,
        ),
        together=others,
    )
