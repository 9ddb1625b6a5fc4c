"""A sign-up: everything that is written from an account to a seat and after, as a story."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mock_site.store.hold import HoldResult
from mock_site.store.message import MessageKind
from mock_site.store.progress import Account, DocumentKind, Step, StepResult
from mock_site.store.records import JoinRequest, JoinResult, WaveChange
from mock_site.store.sql_store import SqlStore
from mock_site.store.steps import GradeAssessment, SettleIdentity, StepTaken
from mock_site.testing import NOW_S, SetClock, form, steps_of
from tests.mock_site.store.kinds import Place, opened
from tests.mock_site.store.story import BEFORE_S, Do, Story, newcomer, person, whole

COMES, LETS_LAPSE, LEAVES = 1, 2, 3
"""The people: who signs up, for whom a seat was held in vain, and who has a seat that is taken back."""

QUOTA = 7
HOLD_S = 300.0
TAKEN_BACK = "leaves"
"""The registration of who leaves."""

_GOOD = (StepResult.DONE, StepResult.REPEATED, StepResult.STALE)


async def begin(place: Place) -> None:
    """Bring two people into a new store: for one a seat is held, and the other has one."""
    place.run("UPDATE quotas SET at_s = 0")
    async with opened(place, SetClock(BEFORE_S)) as store:
        await store.hold(_wish(await newcomer(store, LETS_LAPSE, "lets-lapse")), 1.0)
        await store.join(_wish(await newcomer(store, LEAVES, TAKEN_BACK)))


def _wish(account_id: str, *, needs_hold: bool = False) -> JoinRequest:
    return JoinRequest(account_id=account_id, wave="1", key="k", payload="d", needs_hold=needs_hold)


async def account(store: SqlStore) -> object:
    """Open it."""
    await store.open_account(form(COMES)["email"], "hashed")
    found = await person(store, COMES)
    return found.account_id, found.opened_at_s


async def reminder(store: SqlStore) -> object:
    """Have the link sent again."""
    email = form(COMES)["email"]
    await store.remind(email)
    return email


def _step(what: Callable[[Account], StepTaken], came_to: Callable[[Account], object]) -> Do:
    async def taken(store: SqlStore) -> object:
        """Take a step."""
        outcome = await store.take(what(await person(store, COMES)))
        assert outcome.result in _GOOD
        assert outcome.account is not None
        return came_to(outcome.account)

    return taken


def _of_form(place: int, **other: Any) -> Callable[[Account], StepTaken]:  # noqa: ANN401 - of whatever step
    return lambda one: replace(steps_of(one.account_id, COMES)[place], **other)


def _settled(one: Account) -> StepTaken:
    return SettleIdentity(account_id=one.account_id, nik=form(COMES)["nik"], matches=True)


def _graded(one: Account) -> StepTaken:
    at_s = one.assessment.handed_in_at_s if one.assessment else None
    return GradeAssessment(account_id=one.account_id, handed_in_at_s=at_s or 0.0, passed=True)


def _test(one: Account) -> tuple[object, ...]:
    test = one.assessment
    return () if test is None else (test.ends_at_s, test.answers, test.handed_in_at_s, test.passed)


async def quota(store: SqlStore) -> object:
    """Change it."""
    assert await store.change_wave("1", WaveChange(quota=QUOTA))
    return (await store.wave_state("1")).quota, await store.quota_log("1")


async def lapse(store: SqlStore) -> object:
    """End the hold that was in vain."""
    await store.end_holds("1")
    return await store.hold_of((await person(store, LETS_LAPSE)).account_id, "1")


async def hold(store: SqlStore) -> object:
    """Have a seat held, which is the one that has become free."""
    outcome = await store.hold(_wish((await person(store, COMES)).account_id), HOLD_S)
    assert outcome.result in (HoldResult.HELD, HoldResult.REPLAYED, HoldResult.ALREADY_JOINED)
    assert outcome.hold is not None
    return outcome.hold.seat, outcome.hold.at_s, outcome.hold.ends_at_s


async def join(store: SqlStore) -> object:
    """Be given it."""
    outcome = await store.join(_wish((await person(store, COMES)).account_id, needs_hold=True))
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


async def hold_together(store: SqlStore) -> None:
    """Check that one seat was given, and that there is a letter for everything and no other."""
    roll = [entry async for portion in store.roll() for entry in portion]
    told = [one.registration_id async for portion in store.notices() for one in portion]
    seats = await store.seats("1")
    assert [(one.person, one.seat) for one in roll] == [(form(COMES)["nik"], 1)]
    assert (seats.given, seats.taken, seats.held, seats.confirmed, seats.expired) == (1, 1, 0, 1, 1)
    assert [one for one in told if one != TAKEN_BACK] == [roll[0].registration_id]
    rows, own = await whole(store), repr((await person(store, COMES)).account_id)
    kinds = Counter(row.split("'")[1] for row in rows["messages"] if own in row)
    assert kinds[MessageKind.OTP.value] == len([row for row in rows["codes"] if own in row])
    assert kinds[MessageKind.RESULT.value] == kinds[MessageKind.SEAT.value] == 1


_ACTIONS: dict[str, Do] = {
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

SIGN_UP = Story(begin=begin, actions=_ACTIONS, check=hold_together)
