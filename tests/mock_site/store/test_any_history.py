"""Whatever is asked in whatever order, either store does what a plain store in memory does."""

import asyncio
import datetime as dt
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mock_site.store.progress import Document, DocumentKind, Identity, Profile
from mock_site.store.records import JoinRequest, WaveChange
from mock_site.store.sql_store import SqlStore
from mock_site.store.steps import (
    AddDocument,
    AskPhone,
    FileIdentity,
    GradeAssessment,
    HandInAssessment,
    SettleIdentity,
    StartAssessment,
    StepTaken,
    VerifyPhone,
    WriteProfile,
)
from mock_site.testing import SetClock, form, steps_of
from tests.mock_site.store.histories import try_out
from tests.mock_site.store.kinds import Letters, Place, opened
from tests.mock_site.store.plain import SECOND_QUOTA, PlainStore

EMAILS = [f"{one}@warga.test" for one in "ab"]
NIKS = [form(number)["nik"] for number in (1, 8, 9)]
CODES = ["123456", "999999"]
PHONES = [form(1)["phone"], "+628477777777"]

_Result = TypeVar("_Result")


class AnyHistory(RuleBasedStateMachine):
    """A store and the plain store, side by side."""

    def __init__(self, place: Place, quota: int) -> None:
        super().__init__()
        self.clock = SetClock()
        self.post = Letters()
        self.plain = PlainStore(quota)
        self.runner = asyncio.Runner()
        place.run(f"INSERT INTO waves VALUES ('2', {SECOND_QUOTA}, NULL, NULL)")  # noqa: S608 - a number
        self.store: SqlStore = opened(place, self.clock, self.post)
        self.run(self.store.__aenter__())
        self.ids: list[str] = []

    def run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        """Wait for the store."""
        return self.runner.run(work)

    def take(self, step: StepTaken) -> None:
        """Take a step in both."""
        outcome = self.run(self.store.take(step))
        assert outcome.result is self.plain.take(step, self.clock.now_s)
        person = self.plain.people[step.account_id]
        assert outcome.account is not None
        assert outcome.account.done_at_s == person.done
        assert outcome.account.identity == person.identity
        assert (outcome.account.phone, outcome.account.profile_version) == (person.phone, person.version)
        assert outcome.account.documents == person.documents

    @initialize()
    def people_have_come_to_different_steps(self) -> None:
        """Most histories would never come as far as a seat."""
        for number, taken in enumerate((9, 9, 9, 5, 5, 1, 1), 1):
            self.open_account(form(number)["email"])
            for step in steps_of(self.ids[-1], number)[:taken]:
                self.take(step)
        for account_id in self.ids[:2]:
            at_s = self.clock.now_s
            self.take(GradeAssessment(account_id=account_id, handed_in_at_s=at_s, passed=True))

    def open_account(self, email: str) -> None:
        """Open one in both."""
        account_id = self.run(self.store.open_account(email, "hash"))
        assert self.plain.open_account(account_id, email) is (account_id is not None)
        if account_id is not None:
            self.ids.append(account_id)

    @rule(email=st.sampled_from(EMAILS))
    def somebody_opens_an_account(self, email: str) -> None:
        """Or tries to."""
        self.open_account(email)

    @rule(email=st.sampled_from([*EMAILS, form(1)["email"]]))
    def somebody_is_reminded(self, email: str) -> None:
        """Where they wait."""
        self.run(self.store.remind(email))
        self.plain.remind(email)

    @rule(seconds=st.sampled_from([1.0, 200.0, 400.0, 1000.0]))
    def time_passes(self, seconds: float) -> None:
        """Codes and tests end."""
        self.clock.now_s += seconds

    @rule(
        which=st.sampled_from([0, 0, 1, 1, 2, 3]),
        key=st.sampled_from("kl"),
        payload=st.sampled_from("de"),
        wave=st.sampled_from("111129"),
        needs_hold=st.booleans(),
    )
    def somebody_joins(self, which: int, key: str, payload: str, wave: str, *, needs_hold: bool) -> None:
        """Or wants to, of a site that holds seats and of one that does not."""
        account_id = self.ids[which]
        wish = JoinRequest(
            account_id=account_id, wave=wave, key=key, payload=payload, needs_hold=needs_hold
        )
        outcome = self.run(self.store.join(wish))
        seat = None if outcome.registration is None else outcome.registration.seat
        assert (outcome.result, seat) == self.plain.wave_of(wish).join(wish, self.clock.now_s)

    @rule(
        which=st.sampled_from([0, 0, 1, 1, 2, 3]),
        key=st.sampled_from("klmn"),
        payload=st.sampled_from("dde"),
        wave=st.sampled_from("1119"),
        lasts_s=st.sampled_from([1.0, 300.0]),
    )
    def somebody_holds_a_seat(
        self, which: int, key: str, payload: str, wave: str, lasts_s: float
    ) -> None:
        """Or wants to."""
        wish = JoinRequest(account_id=self.ids[which], wave=wave, key=key, payload=payload)
        outcome = self.run(self.store.hold(wish, lasts_s))
        seat = None if outcome.hold is None else outcome.hold.seat
        assert (outcome.result, seat) == self.plain.wave.hold(wish, lasts_s, self.clock.now_s)

    @rule()
    def holds_end(self) -> None:
        """Where their time is over; to those who ask nothing changes by that."""
        self.run(self.store.end_holds("1"))

    @invariant()
    def no_seat_is_anybodys_twice(self) -> None:
        """Those given and those held are as many as are taken, and not more than ever were to be had."""
        seats, wave = self.run(self.store.seats("1")), self.plain.wave
        live, confirmed = len(wave.live(self.clock.now_s)), sum(one.is_confirmed for one in wave.holds)
        assert (seats.given, seats.held, seats.confirmed) == (len(wave.seats), live, confirmed)
        assert seats.expired == len(wave.holds) - live - confirmed
        assert seats.taken == seats.given + seats.held <= max(wave.quotas)

    @rule(quota=st.integers(0, 4))
    def the_quota_changes(self, quota: int) -> None:
        """Up or down."""
        change = WaveChange(quota=quota)
        assert self.run(self.store.change_wave("1", change))
        self.plain.wave.change(change)

    @rule(later_s=st.sampled_from([None, None, 0.0, 500.0]))
    def the_closing_changes(self, later_s: float | None) -> None:
        """To never, now or later."""
        closes_at_s = None if later_s is None else self.clock.now_s + later_s
        change = WaveChange(sets_closing=True, closes_at_s=closes_at_s)
        assert self.run(self.store.change_wave("1", change))
        self.plain.wave.change(change)

    @rule(which=st.integers(0, 3), passed=st.sampled_from([True, True, False]))
    def somebody_is_graded(self, which: int, *, passed: bool) -> None:
        """Where there is something to grade."""
        account_id = self.ids[which]
        at_s = self.plain.people[account_id].handed_in_s or 0.0
        self.take(GradeAssessment(account_id=account_id, handed_in_at_s=at_s, passed=passed))

    @rule(which=st.integers(5, 6), nik=st.sampled_from(NIKS), verified=st.booleans())
    def somebody_files_an_identity(self, which: int, nik: str, *, verified: bool) -> None:
        """Perhaps somebody else's."""
        identity = Identity(nik=nik, kk="9" * 16, name="Ana", birth_date=dt.date(1990, 8, 5))
        account_id = self.ids[which]
        self.take(FileIdentity(account_id=account_id, identity=identity, verified=verified))

    @rule(which=st.integers(5, 6), nik=st.sampled_from(NIKS), matches=st.booleans())
    def the_registry_answers(self, which: int, nik: str, *, matches: bool) -> None:
        """Perhaps on what is no longer filed."""
        self.take(SettleIdentity(account_id=self.ids[which], nik=nik, matches=matches))

    @rule(
        which=st.integers(3, 4),
        phone=st.sampled_from(PHONES),
        code=st.sampled_from(CODES),
        lasting=st.booleans(),
    )
    def somebody_asks_for_a_code(self, which: int, phone: str, code: str, *, lasting: bool) -> None:
        """Perhaps to somebody else's phone, and of a site that voids the one before."""
        self.take(
            AskPhone(
                account_id=self.ids[which],
                phone=phone,
                code=code,
                valid_s=300.0,
                most=2 if lasting else None,
                within_s=600.0,
                voids_earlier=not lasting,
            )
        )

    @rule(which=st.integers(3, 4), code=st.sampled_from(CODES), times=st.integers(1, 3))
    def somebody_gives_a_code(self, which: int, code: str, times: int) -> None:
        """Perhaps a wrong one, and again."""
        for _ in range(times):
            self.take(VerifyPhone(account_id=self.ids[which], code=code, most=2))

    @rule(which=st.integers(4, 5), version=st.sampled_from([None, 0, 1, 2]))
    def somebody_writes_a_profile(self, which: int, version: int | None) -> None:
        """Perhaps on an old one."""
        profile = Profile(address="A", region="9701", education="s1", employment="none")
        account_id = self.ids[which]
        self.take(WriteProfile(account_id=account_id, profile=profile, version=version))

    @rule(which=st.integers(3, 5), kind=st.sampled_from(DocumentKind), digest=st.sampled_from("ab"))
    def somebody_hands_in_a_picture(self, which: int, kind: DocumentKind, digest: str) -> None:
        """Perhaps the same again."""
        document = Document(kind=kind, digest=digest * 64, media_type="image/png", size_bytes=1)
        self.take(AddDocument(account_id=self.ids[which], document=document))

    @rule(which=st.integers(2, 4))
    def somebody_starts_the_test(self, which: int) -> None:
        """Perhaps again."""
        self.take(StartAssessment(account_id=self.ids[which], lasts_s=900.0))

    @rule(which=st.integers(2, 4))
    def somebody_hands_in_the_test(self, which: int) -> None:
        """Perhaps late."""
        self.take(HandInAssessment(account_id=self.ids[which], answers="{}"))

    def teardown(self) -> None:
        """Compare everything that is left, and what was said of it."""
        try:
            self.run(self._compare())
        finally:
            self.run(self.store.__aexit__(None, None, None))
            self.runner.close()

    async def _compare(self) -> None:
        roll = [entry async for portion in self.store.roll() for entry in portion]
        seats = [(one, number) for one in self.plain.wave.waves for number in sorted(one.seats)]
        assert [(one.seat, one.person, one.key) for one in roll] == [
            (number, wave.seats[number].person, wave.seats[number].key) for wave, number in seats
        ]
        notices = [one async for portion in self.store.notices() for one in portion]
        ids = {(wave.name, number): one for (wave, number), one in zip(seats, roll, strict=True)}
        given = [ids[one].registration_id for one in self.plain.wave.given]
        assert [one.registration_id for one in notices] == given
        assert (await self.store.seats("1")).quota == self.plain.wave.quotas[-1]
        log = [one.quota for one in await self.store.quota_log("1")]
        assert log == self.plain.wave.quotas
        messages = await self.store.unsent(self.clock.now_s + 1, 10_000)
        assert [(one.kind, one.to) for one in messages] == self.plain.messages
        assert messages == self.post.messages
        assert await self.store.depth() == len(messages)


@pytest.mark.parametrize(("kind", "histories"), [("sqlite", 40), ("postgresql", 12)])
def test_any_history_is_that_of_a_plain_store(
    kind: str, histories: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Quota, seats, keys, tries of codes, uniqueness, versions, messages: in every order."""
    try_out(AnyHistory, kind, histories, request, tmp_path)
