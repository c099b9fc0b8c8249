"""Builds what understands citizens and acts for them: everything that Rasa calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actions import Actions
from bot.applying import Applying
from bot.authorising import Authorising
from bot.calling_back import BookingCalls
from bot.following_up import FollowingUp
from bot.item_questions import ItemQuestions
from bot.my_insurance import MyInsurance
from bot.own_data_talk import OwnDataTalk
from bot.papers import Papers
from bot.photographs import Photographs
from bot.policy import PolicyQuestions
from bot.queueing import Queue, Queueing
from bot.rating import Rating
from bot.reminding import Reminding
from bot.service_hours import ServiceHours
from bot.talk import Talk
from bot.versions import Versions
from core.calling_back import CallingBack
from core.catalogue import Catalogue
from core.contracts import (
    IdentityProvider,
    InsuranceCore,
    ItemFinder,
    LookUp,
    Retriever,
    Rewriter,
)
from core.office_hours import OfficeHours
from core.own_data_rights import OwnData
from core.store import ApplicationStore
from core.working_days import WorkingCalendar
from gateway.rating_side import Promises
from gateway.stores import Stores


@dataclass(frozen=True, slots=True)
class Engines:
    """Hold what answers questions that our own rows do not."""

    retriever: Retriever
    finder: ItemFinder
    look_ups: LookUp
    provider: IdentityProvider
    core: InsuranceCore
    rewriter: Rewriter | None = None


@dataclass(frozen=True, slots=True)
class Bureau:
    """Hold what the bureau says of itself."""

    catalogue: Catalogue
    calendar: WorkingCalendar
    regions: Callable[[], Sequence[str]]
    popular: Mapping[str, Sequence[str]]  # by version
    hotline: str
    public_url: str
    promises: Promises
    hours: OfficeHours
    hours_said: str


@dataclass(frozen=True, slots=True)
class PersonDesk:
    """Hold what brings citizens to people: the queue, and calls that are promised."""

    queue: Queue
    calling_back: CallingBack


@dataclass(frozen=True, slots=True)
class DialogueSide:
    """Hold what the action server and the other doors use."""

    actions: Actions
    applying: Applying
    photographs: Photographs
    rating: Rating
    following_up: FollowingUp


def dialogue_side(
    stores: Stores,
    engines: Engines,
    bureau: Bureau,
    now: Callable[[], datetime],
    people: PersonDesk | None = None,
    own_data: OwnData | None = None,
) -> DialogueSide:
    """Join the parts of the bot; without `people` nobody moves in the queue in writing.

    Without `own_data` nobody can say what is to be done with what is kept of them.
    """
    catalogue, applications = bureau.catalogue, stores.applications
    conversations = stores.conversations
    names = {name: i.code for i in catalogue.items for name in (i.name, *i.aliases)}
    policy = PolicyQuestions(
        retriever=engines.retriever,
        conversations=conversations,
        regions=bureau.regions,
        popular=bureau.popular,
        now=now,
        item_codes=names,
        rewriter=engines.rewriter,
        hotline=bureau.hotline,
    )
    items = ItemQuestions(
        catalogue=catalogue,
        finder=engines.finder,
        policy=policy,
        applications=applications,
        conversations=conversations,
    )
    authorising = Authorising(
        delegations=stores.delegations, people=stores.identity, notices=stores.notices, now=now
    )
    applying = Applying(
        catalogue=catalogue,
        items=items,
        applications=applications,
        conversations=conversations,
        codes=stores.codes,
        people=stores.identity,
        authorising=authorising,
        due_day=bureau.calendar.after,
        now=now,
        callers=stores.calls,
    )
    rating = Rating(
        ratings=stores.ratings,
        remarks=stores.remarks,
        applications=applications,
        catalogue=catalogue,
        now=now,
        due_day=bureau.calendar.after,
        rectification_days=bureau.promises.rectification_days,
        remark_days=bureau.promises.remark_days,
        hotline=bureau.hotline,
    )
    my_insurance = MyInsurance(
        identity=stores.identity,
        provider=engines.provider,
        core=engines.core,
        public_url=bureau.public_url,
        hotline=bureau.hotline,
        now=now,
    )
    following_up = FollowingUp(
        catalogue=catalogue,
        applications=applications,
        casework=stores.casework,
        calendar=bureau.calendar,
        now=now,
    )
    actions = Actions(
        conversations=conversations,
        applications=applications,
        applying=applying,
        following_up=following_up,
        item_questions=items,
        policy=policy,
        look_ups=engines.look_ups,
        talk=Talk(
            applying=applying,
            catalogue=catalogue,
            conversations=conversations,
            following_up=following_up,
        ),
        papers=Papers(catalogue=catalogue, items=items, applications=applications),
        rating=rating,
        my_insurance=my_insurance,
        authorising=authorising,
        reminding=Reminding(choices=stores.push_choices, now=now),
        now=now,
        service_hours=ServiceHours(bureau.hours, bureau.hours_said, now),
        versions=Versions(
            chosen=stores.versions,
            conversations=conversations,
            with_question=applying.after_side_question,
            now=now,
        ),
        queueing=_queueing(people, applications) if people is not None else None,
        own_data=OwnDataTalk(
            own_data=own_data, my_insurance=my_insurance, public_url=bureau.public_url
        )
        if own_data is not None
        else None,
    )
    photographs = Photographs(catalogue=catalogue, applications=applications, now=now)
    return DialogueSide(actions, applying, photographs, rating, following_up)


def _queueing(people: PersonDesk, applications: ApplicationStore) -> Queueing:
    return Queueing(
        queue=people.queue,
        booking_calls=BookingCalls(
            calling_back=people.calling_back, applications=applications, queue=people.queue
        ),
    )
