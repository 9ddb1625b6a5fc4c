"""A story: actions that write to a store, one after the other, from where it was begun for them.

Each action gives what its answer comes to, which is the same when it is done again. Ids and times are
set, so that the same actions leave the same rows in any store of a kind.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from mock_site.store.progress import Account
from mock_site.store.sql_store import SqlStore
from mock_site.store.statement import Question, Statement
from mock_site.testing import NOW_S, SetClock, finished_account, form
from tests.mock_site.store.kinds import TABLES, Place, opened

BEFORE_S = NOW_S - 100.0
"""When a story was begun; it is told at NOW_S."""

Do = Callable[[SqlStore], Awaitable[object]]
Whole = dict[str, list[str]]
"""All rows of a store but the secret, by table."""

_ROWS = {
    **{name: f"SELECT * FROM {name}" for name in TABLES},  # noqa: S608 - our own names
    # Without the numbers, of which PostgreSQL leaves out those of a transaction that was undone.
    "messages": (
        "SELECT kind, account_id, address, body, at_s, sent_at_s FROM messages ORDER BY message_id"
    ),
    "quotas": "SELECT wave, at_s, quota FROM quotas ORDER BY change_id",
}
_IN_ORDER = ("messages", "quotas")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What happens.

    Attributes:
        begin: brings a new store to where it begins.
        actions: by their names, in order.
        check: finds that seats and letters agree with everything else, once all is done.
    """

    begin: Callable[[Place], Awaitable[None]]
    actions: Mapping[str, Do]
    check: Callable[[SqlStore], Awaitable[None]]

    async def told(self, place: Place) -> list[Whole]:
        """Let it happen in a new store; give what that holds at first, and after each action."""
        await self.begin(place)
        async with opened(place, SetClock()) as store:
            give_ids(store, "new")
            held = [await whole(store)]
            for action in self.actions.values():
                await action(store)
                held.append(await whole(store))
        return held

    async def answers(self, store: SqlStore) -> list[tuple[str, str]]:
        """Let it happen, and give what each action comes to."""
        return [(name, repr(await action(store))) for name, action in self.actions.items()]


def give_ids(store: SqlStore, one: str) -> None:
    """Have a store give this id to the next account, and to its registration."""
    store._ids = lambda: one


async def newcomer(store: SqlStore, number: int, one: str) -> str:
    """Bring the numbered person through every step, under an id, and give it."""
    give_ids(store, one)
    return await finished_account(store, number)


async def person(store: SqlStore, number: int) -> Account:
    """Find the account of the numbered person."""
    account = await store.account_by_email(form(number)["email"])
    assert account is not None
    return account


async def whole(store: SqlStore) -> Whole:
    """Read everything but the secret."""
    found = {name: await store._engine.ask(_all(sql)) for name, sql in _ROWS.items()}
    return {name: rows if name in _IN_ORDER else sorted(rows) for name, rows in found.items()}


def _all(sql: str) -> Question[list[str]]:
    return Question(Statement(sql), lambda rows: [repr(tuple(row)) for row in rows])
