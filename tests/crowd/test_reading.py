"""Claims about letters that are read by another way than HTTP: each look is a step that may fail."""

from collections.abc import Sequence

import gevent
import pytest

from siaga.crowd.failure import Reason, TripError
from siaga.crowd.journey_end import JourneyEndedError
from siaga.crowd.reading import read_as_step
from tests.crowd.visitor_stage import Stage


def _read(stage: Stage, outcome: Sequence[str] | Exception, host: str = "127.0.0.1") -> Sequence[str]:
    """Have letters read in the name of one visitor; reading them gives letters or fails."""

    def read(_limit_s: float) -> Sequence[str]:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    me = stage.visitor()
    return read_as_step(me._world, me._course, "inbox", host, read)


def test_what_is_read_is_one_good_step(stage: Stage) -> None:
    """Of the size of the texts."""
    assert _read(stage, ["four", "letters"]) == ["four", "letters"]
    (look,) = stage.recorded()
    assert (look.step, look.method, look.reason, look.received_bytes) == ("inbox", "READ", "", 11)


@pytest.mark.parametrize(
    ("error", "reason", "shown"),
    [
        (TripError(Reason.BAD_ANSWER, f"NO {'k' * 20} is wrong"), "bad-answer", "NO … is wrong"),
        (OSError(f"mailbox {'k' * 20}"), "reset", "mailbox …"),
        (ConnectionRefusedError("nobody"), "refused", "nobody"),
        (TimeoutError(), "timeout", "no letters within 5 s"),
    ],
)
def test_what_cannot_be_read_ends_the_journey_and_is_shown_without_what_may_be_a_secret(
    stage: Stage, error: Exception, reason: str, shown: str
) -> None:
    """A mailbox may repeat the password that it was given."""
    with pytest.raises(JourneyEndedError, match=reason):
        _read(stage, error)
    assert stage.examples() == {f"inbox {reason}": shown}


def test_who_reads_for_ever_is_cut_off(stage: Stage) -> None:
    """After as long as a step may take."""
    stage.deadline_s = 0.05

    def read(_limit_s: float) -> Sequence[str]:
        gevent.sleep(60)
        return []

    me = stage.visitor()
    with pytest.raises(JourneyEndedError, match="timeout"):
        read_as_step(me._world, me._course, "inbox", "localhost", read)
    assert stage.examples() == {"inbox timeout": "no letters within 0.05 s"}


def test_letters_elsewhere_are_not_read(stage: Stage) -> None:
    """Nobody there has agreed to it, and it is no step."""
    with pytest.raises(ValueError, match="neither on this machine"):
        _read(stage, [], host="mail.example.org")
    assert stage.recorded() == []
