"""What a message does: conversation state in, new state and replies out. No I/O."""

from handlers import colleague
from handlers.colleague import DeskCase, NotYours, case_of
from handlers.commands import CODE_LETTERS, case_code, command_of_event
from handlers.console import Overview, OverviewRow, correct, overview
from handlers.conversation import respond
from handlers.desk import BEIJING, Desk
from handlers.dialogue.results import assumed_line
from handlers.dialogue.sensitive import without_sensitive
from handlers.dictation import Dictation, dictate
from handlers.masking import mask
from handlers.messages import (
    Article,
    Count,
    Effect,
    Erase,
    Handoff,
    Incoming,
    IssueCode,
    JoinQueue,
    Kind,
    LeaveQueue,
    LogQuestion,
    OpenCase,
    Outcome,
    Reply,
    SaveReport,
    Silence,
    Text,
    TranscriptEntry,
)
from handlers.repair import repaired
from handlers.service_hours import parse_hours
from handlers.session import Session
from handlers.told_list import told_rows
from handlers.understanding import SLOTS, Choice, Context, acts_as_json, read, understand
from scoring import application_year

__all__ = [
    "BEIJING",
    "CODE_LETTERS",
    "SLOTS",
    "Article",
    "Choice",
    "Context",
    "Count",
    "Desk",
    "DeskCase",
    "Dictation",
    "Effect",
    "Erase",
    "Handoff",
    "Incoming",
    "IssueCode",
    "JoinQueue",
    "Kind",
    "LeaveQueue",
    "LogQuestion",
    "NotYours",
    "OpenCase",
    "Outcome",
    "Overview",
    "OverviewRow",
    "Reply",
    "SaveReport",
    "Session",
    "Silence",
    "Text",
    "TranscriptEntry",
    "acts_as_json",
    "application_year",
    "assumed_line",
    "case_code",
    "case_of",
    "colleague",
    "command_of_event",
    "correct",
    "dictate",
    "mask",
    "overview",
    "parse_hours",
    "read",
    "repaired",
    "respond",
    "told_rows",
    "understand",
    "without_sensitive",
]
