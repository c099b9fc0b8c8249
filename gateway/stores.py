"""Opens everything that is kept in the database, once."""

from __future__ import annotations

from dataclasses import dataclass

from core.catalogue import Catalogue
from core.happenings import Tell, nobody
from core.store import (
    ApplicationStore,
    CaseworkStore,
    ConversationStore,
    Database,
    DelegationStore,
    EnterpriseClientStore,
    EnterpriseStore,
    IdentityStore,
    NoticeStore,
    PhotoStore,
    PushChoiceStore,
    RatingStore,
    RectificationStore,
    RemarkStore,
    ResumeCodeStore,
    StaffStore,
    TicketStore,
    WebhookStore,
)
from core.store.audit_trail import AuditTrail
from core.store.call_seats import CallSeatStore
from core.store.calls import CallStore
from core.store.erasing import ErasingStore
from core.store.own_data import OwnDataStore
from core.store.retention import RetentionStore
from core.store.retention_terms import RetentionTermStore
from core.store.versions import ChosenVersionStore
from core.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Stores:
    """Hold what citizens, staff and employers' systems leave behind."""

    conversations: ConversationStore
    applications: ApplicationStore
    casework: CaseworkStore
    codes: ResumeCodeStore
    notices: NoticeStore
    push_choices: PushChoiceStore
    photos: PhotoStore
    identity: IdentityStore
    delegations: DelegationStore
    ratings: RatingStore
    rectifications: RectificationStore
    remarks: RemarkStore
    tickets: TicketStore
    calls: CallStore  # from which number somebody telephones
    call_seats: CallSeatStore  # who may still rate after a video call
    staff: StaffStore
    clients: EnterpriseClientStore
    enterprise: EnterpriseStore
    webhooks: WebhookStore
    trail: AuditTrail
    own_data: OwnDataStore
    erasing: ErasingStore
    retention: RetentionStore
    terms: RetentionTermStore  # how long it keeps what
    versions: ChosenVersionStore


def open_stores(
    database: Database,
    catalogue: Catalogue,
    calendar: WorkingCalendar,
    hotline: str,
    tell: Tell = nobody,
) -> Stores:
    """Return the stores of one database; `tell` counts what happens in them."""
    return Stores(
        conversations=ConversationStore(database),
        applications=ApplicationStore(database, tell),
        casework=CaseworkStore(database, catalogue=catalogue, calendar=calendar, hotline=hotline),
        codes=ResumeCodeStore(database),
        notices=NoticeStore(database),
        push_choices=PushChoiceStore(database),
        photos=PhotoStore(database),
        identity=IdentityStore(database),
        delegations=DelegationStore(database),
        ratings=RatingStore(database),
        rectifications=RectificationStore(database),
        remarks=RemarkStore(database),
        tickets=TicketStore(database, tell),
        calls=CallStore(database),
        call_seats=CallSeatStore(database),
        staff=StaffStore(database),
        clients=EnterpriseClientStore(database),
        enterprise=EnterpriseStore(database),
        webhooks=WebhookStore(database),
        trail=AuditTrail(database),
        own_data=OwnDataStore(database),
        erasing=ErasingStore(database),
        retention=RetentionStore(database, tell),
        terms=RetentionTermStore(database),
        versions=ChosenVersionStore(database),
    )
