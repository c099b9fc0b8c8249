"""Holds all SQL: one method per question, named after the question."""

from core.store.applications import ApplicationStore
from core.store.conversations import ConversationStore, Line
from core.store.database import Database
from core.store.remarks import RemarkStore
from core.store.staff import StaffStore
from core.store.tickets import TicketStore

__all__ = [
    "ApplicationStore",
    "ConversationStore",
    "Database",
    "Line",
    "RemarkStore",
    "StaffStore",
    "TicketStore",
]
