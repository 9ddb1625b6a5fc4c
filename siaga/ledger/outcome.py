"""The Outcome of an operation: acknowledged, certainly not done, or nobody knows.

The table is in this module and nowhere else. It follows Jepsen's ok, fail and info: what may have
happened and was not acknowledged is unknown, never refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """How an operation ended."""

    OK = "ok"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What a visitor saw of an operation.

    Attributes:
        sent: whether a byte of the request may have left.
        status: of the whole answer; None if there is none.
        receipt: what the answer says was granted; empty if nothing, or unreadable.
        other_person: the answer names another person than the one it was asked for.
        not_processed: the answer carries the site's mark that it certainly did nothing.
        why: what was seen, in a few words, for the ledger.
    """

    sent: bool
    status: int | None = None
    receipt: str = ""
    other_person: bool = False
    not_processed: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table: what it applies to, and what it means."""

    applies: Callable[[Observation], bool]
    outcome: Outcome
    reason: str


_REFUSALS = frozenset({400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 425, 428, 429})
_SUCCESS = range(200, 300)
_CONFLICT = 409

TABLE: tuple[Row, ...] = (
    Row(
        applies=lambda seen: not seen.sent,
        outcome=Outcome.REFUSED,
        reason="no byte left, so the site cannot have done it",
    ),
    Row(
        applies=lambda seen: seen.status is None,
        outcome=Outcome.UNKNOWN,
        reason="something was sent and no whole answer came",
    ),
    Row(
        applies=lambda seen: seen.other_person,
        outcome=Outcome.UNKNOWN,
        reason="the answer is about another person",
    ),
    Row(
        applies=lambda seen: seen.status in _SUCCESS and bool(seen.receipt),
        outcome=Outcome.OK,
        reason="a success that names what was granted",
    ),
    Row(
        applies=lambda seen: seen.status in _SUCCESS,
        outcome=Outcome.UNKNOWN,
        reason="a success that does not say what was granted",
    ),
    Row(
        applies=lambda seen: seen.status == _CONFLICT and bool(seen.receipt),
        outcome=Outcome.OK,
        reason="the site says that this person has it already, and names it",
    ),
    Row(
        applies=lambda seen: seen.status in _REFUSALS,
        outcome=Outcome.REFUSED,
        reason="a refusal",
    ),
    Row(
        applies=lambda seen: seen.not_processed,
        outcome=Outcome.REFUSED,
        reason="an error that the site marks as certainly not processed; the audit verifies it",
    ),
)
"""Rows in order; the first that applies decides, and none means unknown."""


def classify(seen: Observation, table: Sequence[Row] = TABLE) -> Outcome:
    """Decide how an operation ended; what no row knows is unknown.

    Args:
        seen: what the visitor saw.
        table: rows of a site of one's own go in front of `TABLE`.
    """
    for row in table:
        if row.applies(seen):
            return row.outcome
    return Outcome.UNKNOWN
