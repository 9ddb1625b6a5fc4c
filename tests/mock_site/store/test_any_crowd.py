"""Joins that come at once are told what a plain store tells one by one, whatever came before."""

import asyncio
import copy
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult
from tests.mock_site.store.histories import try_out
from tests.mock_site.store.plain import PlainStore
from tests.mock_site.store.test_any_history import AnyHistory

WISHES = st.lists(
    st.tuples(st.sampled_from([0, 1, 1, 2, 6]), st.sampled_from("kl"), st.sampled_from("1112")),
    min_size=2,
    max_size=6,
)


class AnyCrowd(AnyHistory):
    """A history in which people also join at once."""

    @rule(some=WISHES)
    def some_join_at_once(self, some: list[tuple[int, str, str]]) -> None:
        """Seats are given in the order of their messages, and all else is said somewhere between.

        Nobody has a seat where somebody who came before him was told that there is none.
        """
        wishes = [
            JoinRequest(account_id=self.ids[which], wave=wave, key=key, payload="d")
            for which, key, wave in some
        ]

        async def joined() -> list[JoinOutcome]:
            """Wait for all of them."""
            return await asyncio.gather(*map(self.store.join, wishes))

        outcomes = self.run(joined())
        told = [one.body for one in self.post.messages]

        def when(which: int) -> int:
            """Tell when one was given his seat."""
            found = outcomes[which].registration
            return -1 if found is None else told.index(found.registration_id)

        given = [which for which, one in enumerate(outcomes) if one.result is JoinResult.GIVEN]
        between = [copy.deepcopy(self.plain)]
        for which in sorted(given, key=when):
            assert said(self.plain, wishes[which], self.clock.now_s) == answer(outcomes[which])
            between.append(copy.deepcopy(self.plain))
        for which in {*range(len(wishes))}.difference(given):
            answers = [said(copy.deepcopy(one), wishes[which], self.clock.now_s) for one in between]
            assert answer(outcomes[which]) in answers
        kept_for = {one.account_id for one in between[0].wave.live(self.clock.now_s)}
        full = [wishes[at].wave for at, one in enumerate(outcomes) if one.result is JoinResult.FULL]
        for wish, outcome in zip(reversed(wishes), reversed(outcomes), strict=True):
            if outcome.result is JoinResult.FULL:
                full.remove(wish.wave)
            elif outcome.result is JoinResult.GIVEN and wish.account_id not in kept_for:
                assert wish.wave not in full


def answer(outcome: JoinOutcome) -> tuple[JoinResult, int | None]:
    """Give how a join ended and which seat it is about."""
    return outcome.result, None if outcome.registration is None else outcome.registration.seat


def said(plain: PlainStore, wish: JoinRequest, now_s: float) -> tuple[JoinResult, int | None]:
    """Give how it ends in a plain store."""
    return plain.wave_of(wish).join(wish, now_s)


@pytest.mark.parametrize(("kind", "histories"), [("sqlite", 20), ("postgresql", 8)])
def test_any_crowd_is_told_what_its_people_are_alone(
    kind: str, histories: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Where seats are held, come back or run out, and where the same person asks twice."""
    try_out(AnyCrowd, kind, histories, request, tmp_path)
