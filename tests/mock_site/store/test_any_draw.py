"""Whatever is asked in whatever order of two processes, lots are drawn once, and can be recomputed."""

import asyncio
import itertools
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from mock_site.store.records import JoinResult, WaveChange
from mock_site.store.sql_store import SqlStore
from mock_site.testing import SetClock, finished_account
from tests.mock_site.store.kinds import Place, PostgresPlace, SqlitePlace, opened
from tests.mock_site.store.lots import application, due, seats_on_roll, to_be_drawn

QUOTA, PEOPLE = 2, 6

_Result = TypeVar("_Result")


class AnyDraw(RuleBasedStateMachine):
    """Two processes on a store, and what was promised to whom."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.clock = SetClock()
        self.runner = asyncio.Runner()
        self.stores: list[SqlStore] = [opened(place, self.clock) for _ in range(2)]
        for store in self.stores:
            self.run(store.__aenter__())
        self.people = [self.run(finished_account(self.stores[0], one)) for one in range(PEOPLE)]
        self.applications: dict[str, tuple[str, str, str]] = {}
        self.quotas = [(0.0, QUOTA)]
        self.closes_at_s: float | None = None
        self.seats: dict[str, int] | None = None

    def run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        """Wait for a store."""
        return self.runner.run(work)

    def is_closed(self) -> bool:
        """Tell whether joining has closed."""
        return self.closes_at_s is not None and self.clock.now_s >= self.closes_at_s

    @rule(
        which=st.integers(0, PEOPLE - 1),
        at=st.integers(0, 1),
        key=st.sampled_from("kkl"),
        payload=st.sampled_from("dde"),
    )
    def somebody_applies(self, which: int, at: int, key: str, payload: str) -> None:
        """Or does so again, or too late."""
        account_id = self.people[which]
        outcome = self.run(self.stores[at].join(application(account_id, key, payload=payload)))
        made = outcome.registration.registration_id if outcome.registration else ""
        if account_id in self.applications:
            known, *first = self.applications[account_id]
            assert made == known
            if key != first[0]:
                assert outcome.result is JoinResult.ALREADY_JOINED
            else:
                again = JoinResult.REPLAYED if payload == first[1] else JoinResult.KEY_REUSED
                assert outcome.result is again
        elif self.is_closed() or self.seats is not None:
            assert outcome.result is JoinResult.CLOSED
        else:
            assert outcome.result is JoinResult.APPLIED
            self.applications[account_id] = (made, key, payload)

    @rule(seconds=st.sampled_from([1.0, 50.0]))
    def time_passes(self, seconds: float) -> None:
        """For both."""
        self.clock.now_s += seconds

    @rule(quota=st.integers(0, 4))
    def the_quota_changes(self, quota: int) -> None:
        """Before the closing, or after it."""
        assert self.run(self.stores[0].change_wave("1", WaveChange(quota=quota)))
        self.quotas.append((self.clock.now_s, quota))

    @rule(
        later_s=st.sampled_from([None, -30.0, -0.5, 0.0, 1.0, 60.0]),
        quota=st.sampled_from([None, 0, 1, 3]),
    )
    def the_closing_changes(self, later_s: float | None, quota: int | None) -> None:
        """Also where lots are drawn: that changes nothing any more.

        An open wave that is closed as of before is closed now, with the quota that it has.
        """
        from_s = self.clock.now_s if self.is_closed() else self.clock.now_s + min(later_s or 0.0, 0.0)
        self.closes_at_s = None if later_s is None else self.clock.now_s + later_s
        change = WaveChange(quota=quota, sets_closing=True, closes_at_s=self.closes_at_s)
        assert self.run(self.stores[1].change_wave("1", change))
        self.quotas.append((from_s, self.quotas[-1][1] if quota is None else quota))

    @rule(at=st.integers(0, 1))
    def lots_are_drawn(self, at: int) -> None:
        """Where joining has closed, and not twice."""
        is_due = self.is_closed() and self.seats is None
        assert self.run(self.stores[at].draw("1")) is is_due
        if is_due:
            closed_s = self.closes_at_s or 0.0
            quota = [quota for at_s, quota in self.quotas if at_s <= closed_s][-1]
            self.seats = due([one for one, *_ in self.applications.values()], quota)

    @rule()
    def people_are_told(self) -> None:
        """By both at the same time."""

        async def told() -> int:
            """Tell them and count those who were."""
            return sum(await asyncio.gather(*(one.tell_of_draw("1") for one in self.stores)))

        assert self.run(told()) in ((0,) if self.seats is None else (0, len(self.applications)))

    @invariant()
    def seats_are_those_that_were_drawn(self) -> None:
        """None before, and the same ones ever after."""
        assert self.run(seats_on_roll(self.stores[1])) == (self.seats or {})
        counted = self.run(self.stores[0].seats("1"))
        assert (counted.applications, counted.drawn) == (len(self.applications), len(self.seats or {}))

    def teardown(self) -> None:
        """See that everybody is told once if lots are drawn, and that nobody else is."""
        try:
            self.people_are_told()
            self.run(self._compare())
        finally:
            for store in self.stores:
                self.run(store.__aexit__(None, None, None))
            self.runner.close()

    async def _compare(self) -> None:
        notices = [one async for portion in self.stores[0].notices() for one in portion]
        everybody = sorted(one for one, *_ in self.applications.values())
        assert sorted(one.registration_id for one in notices) == (
            [] if self.seats is None else everybody
        )


@pytest.mark.parametrize(("kind", "histories"), [("sqlite", 30), ("postgresql", 8)])
def test_any_history_of_a_draw_is_that_of_its_lots(
    kind: str, histories: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Applications, keys, closings, quotas, draws and notices: in every order."""
    numbers = itertools.count()

    def empty_place() -> Place:
        """Give an empty store whose seats are drawn."""
        if kind == "sqlite":
            place: Place = SqlitePlace(tmp_path / f"{next(numbers)}.db", QUOTA)
        else:
            database: PostgresPlace = request.getfixturevalue("database")
            database.empty(QUOTA)
            place = database
        # Of a new store the quota holds from when it was made.
        place.run("UPDATE quotas SET at_s = 0.0")
        to_be_drawn(place)
        return place

    class OneHistory(AnyDraw):
        """Begins on an empty store."""

        def __init__(self) -> None:
            super().__init__(empty_place())

    run_state_machine_as_test(
        OneHistory,
        settings=settings(
            max_examples=histories,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.reuse, Phase.generate, *([Phase.shrink] if kind == "sqlite" else [])],
        ),
    )
