"""Holds all SQL: one method per question, named after the question."""

from core.store.applications import ApplicationStore
from core.store.conversations import ConversationStore, Line
from core.store.database import Database
from core.store.gaps import GapStore
from core.store.imports import ImportStore
from core.store.knowledge import EntryStore
from core.store.lookups import LookupStore
from core.store.overviews import Overviews
from core.store.popular import PopularStore
from core.store.releases import ReleaseStore
from core.store.remarks import RemarkStore
from core.store.staff import StaffStore
from core.store.tickets import TicketStore

__all__ = [
    "ApplicationStore",
    "ConversationStore",
    "Database",
    "EntryStore",
    "GapStore",
    "ImportStore",
    "Line",
    "LookupStore",
    "Overviews",
    "PopularStore",
    "ReleaseStore",
    "RemarkStore",
    "StaffStore",
    "TicketStore",
]
