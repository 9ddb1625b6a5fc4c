"""Claims about an injection: what is written down, and that everything that was begun is healed."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from siaga.faults import injection as module
from siaga.faults.injection import Injection, Surroundings, Timing
from siaga.faults.reminder import Reminder
from siaga.record.fault_span import FaultSpan
from siaga.record.hand import BEGIN, HEAL, HandDeed
from tests.faults.known import KnownFault, ShortFault


class Day(threading.Event):
    """A day whose time passes only while somebody waits; it can be ended at a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0
        self.ends_s = 1_000.0

    def wait(self, timeout: float | None = None) -> bool:
        """Let the time pass, and tell whether the day has ended by then."""
        self.now_s = round(min(self.now_s + (timeout or 0.0), max(self.ends_s, self.now_s)), 6)
        if self.now_s >= self.ends_s:
            self.set()
        return self.is_set()


@dataclass(slots=True)
class Course:
    """What came of an injection."""

    day: Day = field(default_factory=Day)
    spans: list[FaultSpan] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    orders: dict[str, float] = field(default_factory=dict)
    deeds: list[HandDeed] = field(default_factory=list)

    def ordered(self, _fault: int, does: str) -> int:
        """Tell whether somebody has ordered it by now: once, from a moment on."""
        return int(self.orders.get(does, 1_000.0) <= self.day.now_s)

    def injection(self, fault: KnownFault, reminder: Reminder, for_s: float = 1.0) -> Injection:
        """Give an injection that begins at 5 s."""
        around = Surroundings(
            write=self.spans.append,
            now_s=lambda: self.day.now_s,
            log=self.said.append,
            stop=self.day,
            ordered=self.ordered,
            did=self.deeds.append,
        )
        timing = Timing(at_s=5.0, for_s=for_s)
        return Injection(("known", "site"), fault, timing, reminder, around)


@pytest.fixture
def course() -> Course:
    """Give a course."""
    return Course()


@pytest.fixture
def reminder(tmp_path: Path) -> Reminder:
    """Give a reminder that nobody has kept anything in."""
    return Reminder(tmp_path / "0.json")


def test_a_fault_begins_lasts_is_proven_and_healed(course: Course, reminder: Reminder) -> None:
    """Each is written down when it is known, and nothing is left to be reminded of."""
    fault = KnownFault(shows=["", "", "2 were struck", "3 were struck"])
    course.injection(fault, reminder, for_s=3.0).run()
    assert fault.parts() == ["look", "begin", "heal"]
    assert all(one == {"before": 7} for one in fault.remembered)
    begun = FaultSpan(kind="known", target="site", from_s=5.0)
    assert course.spans[0] == begun
    assert course.spans[-1] == FaultSpan(
        kind="known",
        target="site",
        from_s=5.0,
        until_s=8.0,
        proof="3 were struck",
        proven_s=7.0,
        rolled_back_s=8.0,
    )
    assert course.said == []
    assert reminder.found() is None


def test_a_fault_of_a_moment_is_healed_at_once(course: Course, reminder: Reminder) -> None:
    """It has ended when it began."""
    course.injection(KnownFault(), reminder, for_s=0.0).run()
    last = course.spans[-1]
    assert (last.from_s, last.until_s, last.proven_s) == (5.0, 5.0, 5.0)


def test_a_fault_of_a_moment_ends_when_it_happens(course: Course, reminder: Reminder) -> None:
    """However long its way back takes: recovery is counted from there."""
    course.injection(KnownFault(fails={"heal": 2}), reminder, for_s=0.0).run()
    assert (course.spans[-1].until_s, course.spans[-1].rolled_back_s) == (5.0, 7.0)


def test_the_proof_may_come_when_it_is_healed(course: Course, reminder: Reminder) -> None:
    """A process may be seen to have ended only when another serves."""
    fault = KnownFault(shows=["", "another serves"])
    course.injection(fault, reminder, for_s=0.0).run()
    assert (course.spans[-1].proof, course.spans[-1].proven_s) == ("another serves", 5.0)


def test_what_happens_without_a_proof_is_written_down_without(
    course: Course, reminder: Reminder
) -> None:
    """The evidence is told of it."""
    course.injection(KnownFault(shows=[""]), reminder).run()
    assert course.spans[-1].proven_s is None
    assert course.spans[-1].rolled_back_s == 6.0


def test_a_run_that_ends_before_its_time_is_not_harmed(course: Course, reminder: Reminder) -> None:
    """Nothing is written down either."""
    course.day.ends_s = 4.0
    fault = KnownFault()
    course.injection(fault, reminder).run()
    assert (fault.asked, course.spans) == ([], [])


def test_a_run_that_ends_meanwhile_has_it_healed(course: Course, reminder: Reminder) -> None:
    """At once."""
    course.day.ends_s = 5.5
    fault = KnownFault()
    course.injection(fault, reminder).run()
    assert fault.parts() == ["look", "begin", "heal"]
    assert course.spans[-1].until_s == 5.5


def test_what_cannot_begin_is_told_of_and_has_nothing_to_heal(
    course: Course, reminder: Reminder
) -> None:
    """It stands there as one that is over, and was never proven."""
    fault = KnownFault(fails={"look": 99})
    course.injection(fault, reminder).run()
    assert fault.asked == ["look"] * module.LOOK_TRIES
    assert course.spans == [FaultSpan(kind="known", target="site", from_s=7.0, until_s=7.0)]
    assert course.said == ["fault known of site cannot begin: look: fails as it was told to"] * 3


def test_what_cannot_begin_at_once_may_a_second_later(course: Course, reminder: Reminder) -> None:
    """A site that has too much to do may not say at first what is to be healed."""
    fault = KnownFault(fails={"look": 2})
    course.injection(fault, reminder).run()
    assert fault.parts() == ["look", "look", "look", "begin", "heal"]
    assert (course.spans[0].from_s, course.spans[-1].until_s) == (7.0, 8.0)


def test_what_cannot_begin_is_not_tried_beyond_the_run(course: Course, reminder: Reminder) -> None:
    """Nobody is kept waiting."""
    course.day.ends_s = 5.5
    fault = KnownFault(fails={"look": 99})
    course.injection(fault, reminder).run()
    assert (fault.asked, course.spans[-1].until_s) == (["look"], 5.5)


def test_what_began_half_is_healed(course: Course, reminder: Reminder) -> None:
    """Nobody knows how far it came."""
    fault = KnownFault(fails={"begin": 1}, shows=[""])
    course.injection(fault, reminder).run()
    assert fault.parts() == ["look", "begin", "heal"]
    assert course.said == [
        "fault known of site could not begin as it should: begin: fails as it was told to"
    ]


def test_a_proof_that_cannot_be_seen_is_looked_for_again(course: Course, reminder: Reminder) -> None:
    """Who looks may be busy for a moment."""
    course.injection(KnownFault(fails={"proof": 2}), reminder, for_s=3.0).run()
    assert course.spans[-1].proven_s == 7.0
    assert len(course.said) == 2


def test_healing_is_tried_again_and_its_time_is_that_of_the_try_that_worked(
    course: Course, reminder: Reminder
) -> None:
    """A second between two tries."""
    fault = KnownFault(fails={"heal": 2})
    course.injection(fault, reminder).run()
    assert fault.parts() == ["look", "begin", "heal", "heal", "heal"]
    assert (course.spans[-1].until_s, course.spans[-1].rolled_back_s) == (8.0, 8.0)
    assert len(course.said) == 2


def test_what_cannot_be_healed_is_never_said_to_be(course: Course, reminder: Reminder) -> None:
    """Its reminder stays, so that somebody else can."""
    fault = KnownFault(fails={"heal": 99})
    course.injection(fault, reminder).run()
    assert fault.parts().count("heal") == module.HEAL_TRIES
    assert course.spans[-1].until_s is None
    assert reminder.found() == (FaultSpan(kind="known", target="site", from_s=5.0), {"before": 7})


def test_what_a_killed_injector_left_is_mended(course: Course, reminder: Reminder) -> None:
    """From the reminder alone, by another fault of the same making."""
    span = FaultSpan(kind="known", target="site", from_s=2.0)
    reminder.keep(span, {"before": 7})
    course.day.now_s = 9.0
    fault = KnownFault()
    course.injection(fault, reminder).mend()
    assert fault.parts() == ["heal"]
    assert fault.remembered[0] == {"before": 7}
    last = course.spans[-1]
    assert (last.from_s, last.until_s, last.proven_s, last.rolled_back_s) == (2.0, 9.0, 9.0, 9.0)
    assert reminder.found() is None


def test_what_was_not_under_way_is_not_mended(course: Course, reminder: Reminder) -> None:
    """It may never have begun, or be healed."""
    fault = KnownFault()
    course.injection(fault, reminder).mend()
    assert (fault.asked, course.spans) == ([], [])


def test_a_fault_that_has_ended_by_itself_lasts_no_longer(course: Course, reminder: Reminder) -> None:
    """What came of it is looked for first; recovery is counted from there."""
    fault = ShortFault(looks=2, shows=["", "", "it is done"])
    course.injection(fault, reminder, for_s=60.0).run()
    last = course.spans[-1]
    assert (last.until_s, last.proven_s, last.proof) == (7.0, 7.0, "it is done")
    assert fault.parts()[-1] == "heal"


def test_what_comes_while_a_fault_lasts_is_harmed_too(course: Course, reminder: Reminder) -> None:
    """Once a second; what cannot be followed once may be later."""
    fault = ShortFault(looks=99, fails={"follow": 1})
    course.injection(fault, reminder, for_s=2.0).run()
    assert fault.parts() == ["look", "begin", "follow", "follow", "follow", "heal"]
    assert course.said == ["fault known of site cannot follow: follow: fails as it was told to"]
    assert all(one == {"before": 7} for one in fault.remembered)


def test_what_is_proven_is_looked_at_seldom_and_once_more_at_its_end(
    course: Course, reminder: Reminder
) -> None:
    """Each look may cost the site; what came last counts."""
    fault = KnownFault(shows=["", "1 was struck", "6 were struck", "9 were struck", "12 were struck"])
    course.injection(fault, reminder, for_s=8.0).run()
    looks = [(span.proof, span.proven_s) for span in course.spans if span.proof]
    assert looks[0] == ("1 was struck", 6.0)
    assert looks[-1] == ("12 were struck", 6.0)
    assert fault.asked.count("proof") == 5


def _deed(did: str, at_s: float) -> HandDeed:
    return HandDeed(kind="known", target="site", did=did, at_s=at_s)


def test_somebody_may_have_a_fault_begin_before_its_time(course: Course, reminder: Reminder) -> None:
    """It lasts as long as ever, and is written down as done by hand."""
    course.orders = {BEGIN: 2.0}
    course.injection(KnownFault(), reminder, for_s=3.0).run()
    assert (course.spans[-1].from_s, course.spans[-1].until_s) == (2.0, 5.0)
    assert course.deeds == [_deed(BEGIN, 2.0)]


def test_somebody_may_have_a_fault_healed_before_its_time(course: Course, reminder: Reminder) -> None:
    """Its proof is looked for a last time, as ever."""
    course.orders = {HEAL: 7.0}
    fault = KnownFault()
    course.injection(fault, reminder, for_s=600.0).run()
    assert fault.parts() == ["look", "begin", "heal"]
    assert (course.spans[-1].from_s, course.spans[-1].until_s) == (5.0, 7.0)
    assert course.spans[-1].is_known
    assert course.deeds == [_deed(HEAL, 7.0)]


def test_whoever_sees_a_fault_begin_may_have_it_healed_at_once(
    course: Course, reminder: Reminder
) -> None:
    """The order comes as soon as the fault is written down, and before it lasts."""
    fault = KnownFault(as_it_begins=lambda: course.orders.update({HEAL: course.day.now_s}))
    course.injection(fault, reminder, for_s=600.0).run()
    assert (course.spans[-1].from_s, course.spans[-1].until_s) == (5.0, 5.0)
    assert course.deeds == [_deed(HEAL, 5.0)]


def test_what_is_ordered_too_late_or_too_early_does_nothing(course: Course, reminder: Reminder) -> None:
    """One that has begun does not begin again; one is healed only by an order that came since."""
    course.orders = {BEGIN: 5.5, HEAL: 4.0}
    course.injection(KnownFault(), reminder, for_s=2.0).run()
    assert (course.spans[-1].from_s, course.spans[-1].until_s) == (5.0, 7.0)
    assert course.deeds == []
