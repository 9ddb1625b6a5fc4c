"""The sweeper settles what waits for a neighbour, once, however many of them there are."""

import asyncio
import json
import random

import pytest

from mock_site import keys
from mock_site.outside.role import Answer
from mock_site.store.progress import Account, Assessment, Step
from mock_site.store.role import StoreError
from mock_site.store.steps import SettleIdentity
from mock_site.sweeper import GRADED_S, IDENTITY_PAUSES_S, Sweeper, evaluation_of
from mock_site.testing import SiteInProcess
from tests.mock_site.around import Around
from tests.mock_site.walker import Walker


def sweeper_of(site: SiteInProcess, around: Around, **other: object) -> Sweeper:
    """Give a sweeper of the site, to sweep when the test wants it to."""
    dice = random.Random(1)  # noqa: S311 - spreads sweeps, no secret
    metrics = site.client.app[keys.METRICS].journey
    return Sweeper(
        other.get("store", site.store),  # type: ignore[arg-type]
        around.registry,
        around.evaluator,
        metrics,
        site.clock,
        dice,
        sleep=other.get("sleep", asyncio.sleep),  # type: ignore[arg-type]
        timer=site.clock,
    )


async def pending(site: SiteInProcess, around: Around, number: int = 1) -> Walker:
    """Give somebody whose identity the registry could not say anything of."""
    around.registry.answer = Answer.UNAVAILABLE
    me = Walker(site, around, number)
    await me.walk_to("identity")
    assert await me.identity() == (202, {"state": "pending"})
    site.clock.now_s += 1
    return me


async def state(me: Walker) -> str:
    """Give the state of an identity."""
    _, body = await me.get("/identity")
    return str(body["state"])


@pytest.mark.parametrize(
    ("answer", "shown", "result"),
    [(Answer.MATCH, "verified", "identity_match"), (Answer.MISMATCH, "none", "identity_mismatch")],
)
async def test_a_pending_identity_is_settled_when_the_registry_answers(
    site: SiteInProcess, around: Around, answer: Answer, shown: str, result: str
) -> None:
    """Verified, or dropped so that the person can say it again."""
    me = await pending(site, around)
    assert not await sweeper_of(site, around).settle_identities()
    assert await state(me) == "pending"
    around.registry.answer = answer
    assert await sweeper_of(site, around).settle_identities()
    assert await state(me) == shown
    assert site.metric("site_settled_total", result=result) == 1
    assert me.headers.get("Retry-After") is None


async def test_two_sweepers_settle_once(site: SiteInProcess, around: Around) -> None:
    """The store takes the first answer, and counts say so."""
    me = await pending(site, around)
    around.registry.answer = Answer.MATCH
    await asyncio.gather(*(sweeper_of(site, around).settle_identities() for _ in range(3)))
    assert await state(me) == "verified"
    assert site.metric("site_settled_total", result="identity_match") == 1


async def test_what_was_settled_since_is_not_asked_about(site: SiteInProcess, around: Around) -> None:
    """A question costs; another process may have had the answer."""
    me = await pending(site, around)
    around.registry.answer = Answer.MATCH
    listed = await site.store.identities(site.clock(), 10)
    account = listed[0]
    assert account.identity is not None
    await site.store.take(
        SettleIdentity(account_id=account.account_id, nik=account.identity.nik, matches=True)
    )
    asked = len(around.registry.asked)
    await sweeper_of(site, around)._settle(account)
    assert len(around.registry.asked) == asked
    assert await state(me) == "verified"


async def test_a_registry_without_answers_is_left_alone(site: SiteInProcess, around: Around) -> None:
    """After the first few it is not asked any more in this round."""
    for number in range(12):
        await pending(site, around, number)
    asked = len(around.registry.asked)
    assert not await sweeper_of(site, around).settle_identities()
    assert len(around.registry.asked) - asked <= 8


async def handed_in(site: SiteInProcess, around: Around) -> tuple[Walker, Account]:
    """Give somebody who has handed in their answers."""
    me = Walker(site, around)
    await me.walk_to("rest")
    _, body = await me.start()
    assert (await me.hand_in(body["questions"]))[0] == 202
    site.clock.now_s += 1
    (account,) = await site.store.assessments(site.clock(), 10)
    return me, account


@pytest.mark.parametrize(
    ("score", "shown", "result"),
    [
        (0.5, "passed", "assessment_passed"),
        (0.49, "failed", "assessment_failed"),
    ],
)
async def test_answers_are_handed_on_and_graded(
    site: SiteInProcess, around: Around, score: float, shown: str, result: str
) -> None:
    """Half of the score is enough."""
    me, account = await handed_in(site, around)
    sweeper = sweeper_of(site, around)
    await sweeper.grade_assessments()
    assert account.assessment is not None
    assert list(around.evaluator.submitted.values()) == [json.loads(account.assessment.answers or "")]
    await sweeper.grade_assessments()
    assert await me.get("/assessment") == (200, {"state": "pending"})
    around.evaluator.score = score
    other = sweeper_of(site, around)
    await other.grade_assessments()
    site.clock.now_s += GRADED_S
    await asyncio.gather(sweeper.grade_assessments(), other.grade_assessments())
    assert await me.get("/assessment") == (200, {"state": shown})
    assert site.metric("site_settled_total", result=result) == 1
    found = await site.store.account(account.account_id)
    assert found is not None
    assert (Step.ASSESSMENT in found.done_at_s) == (shown == "passed")


async def test_an_evaluator_that_takes_nothing_is_tried_again(
    site: SiteInProcess, around: Around
) -> None:
    """The answers wait in the store."""
    await handed_in(site, around)
    around.evaluator.takes = False
    sweeper = sweeper_of(site, around)
    await sweeper.grade_assessments()
    around.evaluator.takes = True
    await sweeper.grade_assessments()
    assert len(around.evaluator.submitted) == 1


async def test_answers_that_the_evaluator_lost_are_handed_on_again(
    site: SiteInProcess, around: Around
) -> None:
    """Sooner or later, without flooding it."""
    await handed_in(site, around)
    sweeper = sweeper_of(site, around)
    await sweeper.grade_assessments()
    around.evaluator.submitted.clear()
    rounds = 0
    while not around.evaluator.submitted and rounds < 500:
        rounds += 1
        site.clock.now_s += 1
        await sweeper.grade_assessments()
    assert 1 < rounds < 500


async def test_who_waits_for_a_score_is_asked_after_more_and_more_seldom(
    site: SiteInProcess, around: Around, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half as long again as the answers have waited; so no late score is noticed later than that."""
    monkeypatch.setattr("mock_site.sweeper.AGAIN_S", 1e9)
    await handed_in(site, around)
    sweeper = sweeper_of(site, around)
    asked_after_s = []
    for second in range(36):
        before = len(around.evaluator.asked)
        await sweeper.grade_assessments()
        if len(around.evaluator.asked) > before:
            asked_after_s.append(second)
        site.clock.now_s += 1
    assert asked_after_s == [10, 15, 23, 35]


async def test_a_launch_of_answers_is_graded_as_fast_as_it_comes(
    site: SiteInProcess, around: Around
) -> None:
    """36 a second, each of which takes half a minute: all of them are with the evaluator at a time."""
    taken = Assessment(ends_at_s=900.0, handed_in_at_s=1.0, answers="{}")
    everybody = [
        Account(
            account_id=f"{one:032x}",
            email=f"{one}@example.test",
            password="",
            opened_at_s=0.0,
            done_at_s={},
            assessment=taken,
        )
        for one in range(36 * 30)
    ]

    class Crowded:
        """A store with many whose answers wait."""

        async def assessments(self, _before_s: float, most: int) -> list[Account]:
            """Give the oldest of them."""
            return everybody[:most]

    await sweeper_of(site, around, store=Crowded()).grade_assessments()
    assert len(around.evaluator.submitted) == len(everybody)


def test_each_attempt_has_a_name_of_its_own() -> None:
    """So that a second try is not graded by the first."""
    assert evaluation_of("a", 1.001) == "a-1001"
    assert evaluation_of("a", 1.001) != evaluation_of("a", 2.0)


class Stopped(Exception):  # noqa: N818 - ends a test
    """Enough was seen."""


async def test_pauses_grow_while_the_registry_is_silent(site: SiteInProcess, around: Around) -> None:
    """And shrink again once it answers."""
    around.registry.answer = Answer.UNAVAILABLE
    await pending(site, around)
    pauses: list[float] = []

    async def sleep(pause_s: float) -> None:
        """Pause without waiting."""
        pauses.append(pause_s)
        if len(pauses) == 10:
            around.registry.answer = Answer.MATCH
        if len(pauses) == 12:
            raise Stopped

    sweeper = sweeper_of(site, around, sleep=sleep)
    with pytest.raises(Stopped):
        await sweeper._settling()
    shortest_s, longest_s = IDENTITY_PAUSES_S
    assert pauses[0] <= 1.5 * shortest_s
    assert 0.5 * longest_s <= pauses[9] <= 1.5 * longest_s
    assert pauses[11] <= 1.5 * shortest_s


async def test_a_store_that_fails_ends_no_sweeper(
    site: SiteInProcess, around: Around, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told of in the log, and tried again."""

    class Torn:
        """A store that cannot be read."""

        async def identities(self, _before_s: float, _most: int) -> list[Account]:
            """Fail."""
            raise StoreError("it is torn", certain=True)

        assessments = identities

    pauses = 0

    async def sleep(_pause_s: float) -> None:
        """Pause without waiting."""
        nonlocal pauses
        pauses += 1
        if pauses == 3:
            raise Stopped

    for loop in ("_settling", "_grading"):
        pauses = 0
        with pytest.raises(Stopped):
            await getattr(sweeper_of(site, around, store=Torn(), sleep=sleep), loop)()
    assert caplog.text.count("it is torn") == 4
