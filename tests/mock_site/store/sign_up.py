"""A sign-up: every action that writes, from an account to a seat and after, one after the other.

Each gives what its answer comes to, which is the same when it is done again. Ids and times are set, so
that the same actions leave the same rows in any store of a kind.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from mock_site.store.hold import HoldResult
from mock_site.store.progress import Account, DocumentKind, Step, StepResult
from mock_site.store.records import JoinRequest, JoinResult, WaveChange
from mock_site.store.sql_store import SqlStore
from mock_site.store.statement import Question, Statement
from mock_site.store.steps import GradeAssessment, SettleIdentity, StepTaken
from mock_site.testing import NOW_S, SetClock, finished_account, form, steps_of
from tests.mock_site.store.kinds import TABLES, Place, opened

COMES, LETS_LAPSE, LEAVES = 1, 2, 3
"""The people: who signs up, for whom a seat was held in vain, and who has a seat that is taken back."""

BEFORE_S = NOW_S - 100.0
QUOTA = 7
HOLD_S = 300.0
TAKEN_BACK = "leaves"
"""The registration of who leaves."""

Do = Callable[[SqlStore], Awaitable[object]]
Whole = dict[str, list[str]]
"""All rows of a store but the secret, by table."""

_GOOD = (StepResult.DONE, StepResult.REPEATED, StepResult.STALE)
_ROWS = {
    **{name: f"SELECT * FROM {name}" for name in TABLES},  # noqa: S608 - our own names
    # Without the numbers, of which PostgreSQL leaves out those of a transaction that was undone.
    "messages": (
        "SELECT kind, account_id, address, body, at_s, sent_at_s FROM messages ORDER BY message_id"
    ),
    "quotas": "SELECT wave, at_s, quota FROM quotas ORDER BY change_id",
}
_IN_ORDER = ("messages", "quotas")


def give_ids(store: SqlStore, one: str) -> None:
    """Have a store give this id to the next account, and to its registration."""
    store._ids = lambda: one


async def begin(place: Place) -> None:
    """Bring two people into a new store: for one a seat is held, and the other has one."""
    place.run("UPDATE quotas SET at_s = 0")
    async with opened(place, SetClock(BEFORE_S)) as store:
        give_ids(store, "lets-lapse")
        await store.hold(_wish(await finished_account(store, LETS_LAPSE)), 1.0)
        give_ids(store, TAKEN_BACK)
        await store.join(_wish(await finished_account(store, LEAVES)))


async def undisturbed(place: Place) -> list[Whole]:
    """Sign up in a new store; give what it holds at first, and after each action."""
    await begin(place)
    async with opened(place, SetClock()) as store:
        give_ids(store, "new")
        held = [await whole(store)]
        for action in ACTIONS.values():
            await action(store)
            held.append(await whole(store))
    return held


async def whole(store: SqlStore) -> Whole:
    """Read everything but the secret."""
    found = {name: await store._engine.ask(_all(sql)) for name, sql in _ROWS.items()}
    return {name: rows if name in _IN_ORDER else sorted(rows) for name, rows in found.items()}


def _all(sql: str) -> Question[list[str]]:
    return Question(Statement(sql), lambda rows: [repr(tuple(row)) for row in rows])


def _wish(account_id: str, *, needs_hold: bool = False) -> JoinRequest:
    return JoinRequest(account_id=account_id, wave="1", key="k", payload="d", needs_hold=needs_hold)


async def _person(store: SqlStore, number: int = COMES) -> Account:
    account = await store.account_by_email(form(number)["email"])
    assert account is not None
    return account


async def account(store: SqlStore) -> object:
    """Open it."""
    await store.open_account(form(COMES)["email"], "hashed")
    found = await _person(store)
    return found.account_id, found.opened_at_s


async def reminder(store: SqlStore) -> object:
    """Have the link sent again."""
    return await store.remind(form(COMES)["email"])


def _step(what: Callable[[Account], StepTaken], came_to: Callable[[Account], object]) -> Do:
    async def taken(store: SqlStore) -> object:
        """Take a step."""
        outcome = await store.take(what(await _person(store)))
        assert outcome.result in _GOOD
        assert outcome.account is not None
        return came_to(outcome.account)

    return taken


def _of_form(place: int, **other: Any) -> Callable[[Account], StepTaken]:  # noqa: ANN401 - of whatever step
    return lambda person: replace(steps_of(person.account_id, COMES)[place], **other)


def _settled(person: Account) -> StepTaken:
    nik = form(COMES)["nik"]
    return SettleIdentity(account_id=person.account_id, nik=nik, matches=True)


def _graded(person: Account) -> StepTaken:
    at_s = person.assessment.handed_in_at_s if person.assessment else None
    return GradeAssessment(account_id=person.account_id, handed_in_at_s=at_s or 0.0, passed=True)


def _test(person: Account) -> tuple[object, ...]:
    test = person.assessment
    return () if test is None else (test.ends_at_s, test.answers, test.handed_in_at_s, test.passed)


async def quota(store: SqlStore) -> object:
    """Change it."""
    assert await store.change_wave("1", WaveChange(quota=QUOTA))
    return (await store.wave_state("1")).quota, await store.quota_log("1")


async def lapse(store: SqlStore) -> object:
    """End the hold that was in vain."""
    await store.end_holds("1")
    return await store.hold_of((await _person(store, LETS_LAPSE)).account_id, "1")


async def hold(store: SqlStore) -> object:
    """Have a seat held, which is the one that has become free."""
    outcome = await store.hold(_wish((await _person(store)).account_id), HOLD_S)
    assert outcome.result in (HoldResult.HELD, HoldResult.REPLAYED, HoldResult.ALREADY_JOINED)
    assert outcome.hold is not None
    return outcome.hold.seat, outcome.hold.at_s, outcome.hold.ends_at_s


async def join(store: SqlStore) -> object:
    """Be given it."""
    outcome = await store.join(_wish((await _person(store)).account_id, needs_hold=True))
    assert outcome.result in (JoinResult.GIVEN, JoinResult.REPLAYED)
    return outcome.registration


async def removal(store: SqlStore) -> object:
    """Take a seat back, with the account that had it."""
    await store.remove(TAKEN_BACK)
    return await store.registration(TAKEN_BACK), await store.account_by_email(form(LEAVES)["email"])


async def sent(store: SqlStore) -> object:
    """Note that all letters were sent."""
    letters = await store.unsent(NOW_S + 1_000.0, 99)
    await store.mark_sent([one.message_id for one in letters])
    return await store.depth()


ACTIONS: dict[str, Do] = {
    "account": account,
    "reminder": reminder,
    "e-mail": _step(_of_form(0), lambda one: one.done_at_s[Step.EMAIL]),
    "identity": _step(_of_form(1, verified=False), lambda one: one.identity),
    "registry": _step(_settled, lambda one: one.done_at_s[Step.IDENTITY]),
    "profile": _step(_of_form(2, version=0), lambda one: (one.profile, one.profile_version)),
    "ktp": _step(_of_form(3), lambda one: one.documents[DocumentKind.KTP]),
    "selfie": _step(_of_form(4), lambda one: (dict(one.documents), one.done_at_s[Step.DOCUMENTS])),
    "phone": _step(_of_form(5), lambda one: one.phone),
    "code": _step(_of_form(6), lambda one: one.done_at_s[Step.PHONE]),
    "test": _step(_of_form(7), lambda one: _test(one)[:1]),
    "answers": _step(_of_form(8), lambda one: _test(one)[:3]),
    "grade": _step(_graded, lambda one: (_test(one), one.done_at_s[Step.ASSESSMENT])),
    "quota": quota,
    "lapse": lapse,
    "hold": hold,
    "join": join,
    "removal": removal,
    "letters": sent,
}
"""In the order in which a sign-up needs them."""
