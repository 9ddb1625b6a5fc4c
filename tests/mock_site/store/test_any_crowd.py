"""Joins that come at once are told what a plain store tells one by one, whatever came before."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult
from tests.mock_site.store.histories import try_out
from tests.mock_site.store.test_any_history import AnyHistory

WISHES = st.lists(
    st.tuples(st.sampled_from([0, 1, 1, 2, 6]), st.sampled_from("kl")), min_size=2, max_size=6
)


class AnyCrowd(AnyHistory):
    """A history in which people also join at once."""

    @rule(some=WISHES)
    def some_join_at_once(self, some: list[tuple[int, str]]) -> None:
        """In whatever order they come to the store: the messages of their seats tell it."""
        wishes = [
            JoinRequest(account_id=self.ids[which], wave="1", key=key, payload="d")
            for which, key in some
        ]

        async def joined() -> list[JoinOutcome]:
            """Wait for all of them."""
            return await asyncio.gather(*map(self.store.join, wishes))

        outcomes = self.run(joined())
        told = [one.body for one in self.post.messages]

        def place(which: int) -> tuple[bool, int]:
            """Tell when one was decided on: those who were given nothing may have been last."""
            found = outcomes[which].registration
            is_given = found is not None and outcomes[which].result is JoinResult.GIVEN
            return not is_given, told.index(found.registration_id) if found and is_given else 0

        for which in sorted(range(len(wishes)), key=place):
            found = outcomes[which].registration
            said = (outcomes[which].result, None if found is None else found.seat)
            assert said == self.plain.wave.join(wishes[which], self.clock.now_s)


@pytest.mark.parametrize(("kind", "histories"), [("sqlite", 20), ("postgresql", 8)])
def test_any_crowd_is_told_what_its_people_are_alone(
    kind: str, histories: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Where seats are held, come back or run out, and where the same person asks twice."""
    try_out(AnyCrowd, kind, histories, request, tmp_path)
