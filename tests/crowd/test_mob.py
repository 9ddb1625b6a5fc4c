"""Claims about the mob: everybody comes once, is cut off in time, and what goes wrong is told."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import gevent
import pytest

from siaga.crowd.abuser import Abuser, Seen
from siaga.crowd.answer import AnswerError
from siaga.crowd.journey_end import JourneyEndedError
from siaga.crowd.mob import Attack, Mob
from siaga.crowd.surface import Surface
from siaga.errors import UsageError
from siaga.ledger.journal import LedgerError
from siaga.scenario.abuse import Intrusion
from tests.crowd.ill_site import SURFACE, IllSite, intrusion

Make = Callable[..., Mob]


@pytest.fixture
def site(tmp_path: Path) -> IllSite:
    """A site that is a table."""
    return IllSite(tmp_path, {})


@pytest.fixture
def mob(site: IllSite) -> Make:
    """Make a mob with one attack on the site."""

    def made(attack: Attack, *planned: Intrusion, broke: Callable[[Any], None] = print) -> Mob:
        return Mob(site.world(), planned, {"step-skip": attack}, SURFACE, None, broke)

    return made


def _tries(me: Abuser) -> None:
    """Try once."""
    me.attempt("join", lambda: Seen(status=403))


def _planned(*numbers: int, **changed: float) -> Sequence[Intrusion]:
    return [intrusion("step-skip", number, **changed) for number in numbers]


def _played(mob: Mob, deadline_s: float = 11.0) -> None:
    mob.send()
    mob.wait(deadline_s)
    mob.clear()


def test_everybody_comes_once(mob: Make, site: IllSite) -> None:
    """With a number of their own."""
    _played(mob(_tries, *_planned(1, 0, 2)))
    assert sorted(one.abuser for one in site.tried()) == [0, 1, 2]
    assert not site.facts("setback")


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (JourneyEndedError("never let in"), "never let in"),
        (RuntimeError("code 4711"), "the attack broke: RuntimeError"),
        (SystemExit("code 4711"), "the attack broke: SystemExit"),
        (AnswerError("it begins with 'code 4711'"), "an answer was no JSON"),
    ],
)
def test_what_stands_in_the_way_is_written_down(
    mob: Make, site: IllSite, error: BaseException, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A case that nobody could try must not look like one that a site withstood.

    What somebody else's error says may quote a code: neither the ledger nor the log has it.
    """

    def fails(_me: Abuser) -> None:
        raise error

    _played(mob(fails, *_planned(5)))
    assert [(one["abuser"], one["why"]) for one in site.facts("setback")] == [(5, why)]
    assert "4711" not in caplog.text


def test_whoever_is_at_it_for_too_long_is_cut_off(mob: Make, site: IllSite) -> None:
    """By the clock on the wall."""
    _played(mob(lambda _me: gevent.sleep(30), *_planned(0, within_s=0.01)))
    assert [one["why"] for one in site.facts("setback")] == ["cut off after 0.01 s"]


def test_a_surface_that_forgives_everything_does_not_forgive_that(mob: Make, site: IllSite) -> None:
    """It would go on for as long as it likes."""

    def forgives(_me: Abuser) -> None:
        with suppress(Exception):
            gevent.sleep(30)
        gevent.sleep(30)

    _played(mob(forgives, *_planned(0, within_s=0.01)))
    assert [one["why"] for one in site.facts("setback")] == ["cut off after 0.01 s"]


def test_nothing_that_somebody_began_goes_on_when_they_are_cut_off(mob: Make, site: IllSite) -> None:
    """Neither what they did at once with other things, nor a connection that they held."""
    begun: list[gevent.Greenlet] = []

    def waits() -> None:
        begun.append(gevent.getcurrent())
        gevent.sleep(30)

    _played(mob(lambda me: me.together([waits] * 3), *_planned(0)), deadline_s=10.01)
    assert [one.dead for one in begun] == [True] * 3
    assert [one["why"] for one in site.facts("setback")] == ["cut off at the end of the run"]


def test_whoever_is_still_there_at_the_end_is_cut_off(mob: Make, site: IllSite) -> None:
    """The run does not wait for them for ever."""
    _played(mob(lambda _me: gevent.sleep(30), *_planned(0)), deadline_s=10.001)
    assert [one["why"] for one in site.facts("setback")] == ["cut off at the end of the run"]


def test_a_ledger_that_cannot_be_written_is_told(mob: Make, site: IllSite) -> None:
    """Whoever has the run end then has to know it."""
    told: list[LedgerError] = []

    def fails(_me: Abuser) -> None:
        site.journal.close()
        raise LedgerError("full")

    _played(mob(fails, *_planned(0), broke=told.append))
    assert [str(one) for one in told][:1] == ["full"]


def test_a_case_without_an_attack_is_bad_usage(site: IllSite) -> None:
    """Before anybody is sent."""
    with pytest.raises(UsageError, match="case 'step-skip': is none; other are"):
        Mob(site.world(), _planned(0), {"other": _tries}, SURFACE, None, print)


def test_a_case_needs_what_the_locust_file_does_not_say(site: IllSite) -> None:
    """It is named."""
    with pytest.raises(UsageError, match="case 'step-skip': needs to_session, to_test, join"):
        Mob(site.world(), _planned(0), {"step-skip": _tries}, Surface(), None, print)
