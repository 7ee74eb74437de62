"""Policy as data (政策包): rules with a source, the strictest of several packs, their conflicts."""

from homework.policy.asking import EXAM_MEASURES, asked_burdens, asks_difficulty
from homework.policy.conflicts import Conflict, ConflictKind, conflicts, limit_words
from homework.policy.merge import effective_rules
from homework.policy.reading import BrokenPack, read_pack
from homework.policy.rules import (
    Bound,
    DayKind,
    Level,
    Measure,
    PolicyPack,
    Provenance,
    Rule,
    Severity,
    Statistic,
)

__all__ = [
    "EXAM_MEASURES",
    "Bound",
    "BrokenPack",
    "Conflict",
    "ConflictKind",
    "DayKind",
    "Level",
    "Measure",
    "PolicyPack",
    "Provenance",
    "Rule",
    "Severity",
    "Statistic",
    "asked_burdens",
    "asks_difficulty",
    "conflicts",
    "effective_rules",
    "limit_words",
    "read_pack",
]
