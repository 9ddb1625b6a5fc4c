"""A Batch: writes that share a transaction, and those who wait for them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mock_site.store.records import JoinOutcome
from mock_site.store.role import MessageObserver, StoreError
from mock_site.store.statement import Write, Written

MAX_BATCH = 500
GATHER_S = 0.05
"""How long a transaction is kept open for what else may come, where that is the defect."""


@dataclass(slots=True)
class PendingWrite:
    """A write that somebody waits for.

    Attributes:
        write: to be done.
        future: resolves once it is durable, or has failed.
        written: what it came to; None: not yet, or it failed.
        error: why it failed.
        is_claimed: whether a transaction has it, so that it has to wait for that one's end.
        is_given_up: whether it has waited for too long, so that no transaction may have it.
        timeout: what gives it up.
    """

    write: Write[Any]
    future: asyncio.Future[Any]
    written: Written[Any] | None = None
    error: Exception | None = None
    is_claimed: bool = False
    is_given_up: bool = False
    timeout: asyncio.TimerHandle | None = None


Batch = Sequence[PendingWrite]


def fail(batch: Batch, reason: str, cause: BaseException, *, certain: bool) -> None:
    """Note that nothing of a batch was written, or that nobody knows."""
    for pending in batch:
        pending.written = None
        pending.error = StoreError(reason, certain=certain)
        pending.error.__cause__ = cause


def acknowledge_seats(batch: Batch) -> bool:
    """Tell those who have joined before anything is durable, and say whether there are any: a defect."""
    early = [
        (pending.future, pending.written.result)
        for pending in batch
        if pending.written is not None and isinstance(pending.written.result, JoinOutcome)
    ]
    for future, outcome in early:
        if not future.done():
            future.set_result(outcome)
    return bool(early)


def resolve(batch: Batch, post: MessageObserver) -> None:
    """Tell all who wait, and the post of the messages that are durable now; in the event loop."""
    for pending in batch:
        if pending.future.done():
            continue
        if pending.written is None:
            pending.future.set_exception(pending.error or RuntimeError("write: was not done"))
        else:
            pending.future.set_result(pending.written.result)
    done = [pending.written for pending in batch if pending.written is not None]
    if messages := [message for written in done for message in written.messages]:
        post.written(messages)
