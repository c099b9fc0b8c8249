"""Holds all SQL: one method per question, named after the question."""

from core.store.applications import ApplicationStore
from core.store.call_backs import CallBackStore
from core.store.call_links import CallLinkStore
from core.store.call_seats import CallSeatStore
from core.store.callers import CallerStore
from core.store.calls import CallStore
from core.store.casework import CaseworkStore
from core.store.conversations import ConversationStore, Line
from core.store.database import Database
from core.store.delegations import DelegationStore
from core.store.enterprise import EnterpriseStore
from core.store.enterprise_clients import EnterpriseClientStore
from core.store.evidence import EvidenceStore
from core.store.gaps import GapStore
from core.store.identity import IdentityStore
from core.store.imports import ImportStore
from core.store.knowledge import EntryStore
from core.store.lookups import LookupStore
from core.store.notices import NoticeStore
from core.store.overviews import Overviews
from core.store.own_data import OwnDataStore
from core.store.photos import PhotoStore
from core.store.popular import PopularStore
from core.store.push_choices import PushChoiceStore
from core.store.ratings import RatingStore
from core.store.rectifications import RectificationStore
from core.store.releases import ReleaseStore
from core.store.remarks import RemarkStore
from core.store.resume_codes import ResumeCodeStore
from core.store.staff import StaffStore
from core.store.tickets import TicketStore
from core.store.video_calls import VideoCallStore
from core.store.webhooks import WebhookStore
from core.store.wechat_contacts import ContactStore
from core.store.wechat_inbox import InboxStore
from core.store.wechat_kept import KeptStore
from core.store.wechat_outbox import OutboxStore

__all__ = [
    "ApplicationStore",
    "CallBackStore",
    "CallLinkStore",
    "CallSeatStore",
    "CallStore",
    "CallerStore",
    "CaseworkStore",
    "ContactStore",
    "ConversationStore",
    "Database",
    "DelegationStore",
    "EnterpriseClientStore",
    "EnterpriseStore",
    "EntryStore",
    "EvidenceStore",
    "GapStore",
    "IdentityStore",
    "ImportStore",
    "InboxStore",
    "KeptStore",
    "Line",
    "LookupStore",
    "NoticeStore",
    "OutboxStore",
    "Overviews",
    "OwnDataStore",
    "PhotoStore",
    "PopularStore",
    "PushChoiceStore",
    "RatingStore",
    "RectificationStore",
    "ReleaseStore",
    "RemarkStore",
    "ResumeCodeStore",
    "StaffStore",
    "TicketStore",
    "VideoCallStore",
    "WebhookStore",
]
