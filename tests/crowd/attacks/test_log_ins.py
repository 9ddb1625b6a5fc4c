"""Claims about the guessed password: each thing that a site may do wrong with it is found."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from siaga.abuse.catalogue import CASES
from siaga.abuse.password_guessing import CROWD, HITS, TRIES
from siaga.crowd.attacks.log_ins import password_guessing
from siaga.crowd.journey_end import JourneyEndedError
from siaga.judge.ill_answers import judge_answers
from tests.crowd.ill_site import IllSite

CASE = CASES["password-guessing"]
GUESSES = (*[401] * 10, *[429] * (TRIES - 10))
HIT_AFTER_WRONG = (429, 429) * HITS
MANY = (*[401] * 50, *[429] * (CROWD - 50))
ELSEWHERE = TRIES + 2 * HITS + 1
"""Which of the log-ins is the owner's at another place."""
Play = Callable[..., tuple[str, str]]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Give a function that tries the case on a site that answers log-ins in turn."""

    def played(statuses: Sequence[int], host: str = "192.0.2.1") -> tuple[str, str]:
        site = IllSite(tmp_path, {"/log-in": lambda n, _options: (statuses[n], {})}, host=host)
        hindered: list[int] = []
        try:
            password_guessing(site.abuser(CASE.name))
            assert site.asked["/log-in"] == len(statuses)
        except JourneyEndedError:
            hindered.append(0)
        judged = judge_answers(CASE, site.tried(), hindered)
        return judged.state, judged.text.rpartition(" went as none may: ")[2]

    return played


def _told(
    guesses: Sequence[int] = GUESSES,
    hits: Sequence[int] = HIT_AFTER_WRONG,
    owner: int = 200,
    elsewhere: int = 200,
    crowd: Sequence[int] = MANY,
    at_last: int = 200,
) -> list[int]:
    return [*guesses, *hits, owner, elsewhere, *crowd, at_last]


def test_a_site_that_limits_whoever_guesses_and_lets_the_owner_in_is_good(play: Play) -> None:
    """A right password may be given when a try is due, once or twice; a form may answer with 303."""
    assert play(_told(hits=(401, 429, 429, 200, 429, 200), owner=303, elsewhere=303))[0] == "met"


@pytest.mark.parametrize(
    ("statuses", "why"),
    [
        (_told(hits=(429, 200) * HITS), "hit: 200 beyond the first 2 (1)."),
        (_told(owner=429), "owner: answered 429 (1)."),
        (_told(at_last=401), "owner: answered 401 (1)."),
        (_told(elsewhere=403), "elsewhere: answered 403 (1)."),
        (_told(elsewhere=429), "elsewhere: the owner kept out, and not told for how long (1)."),
        (_told(crowd=[401] * 91 + [429] * (CROWD - 91)), "crowd: 401 beyond the first 90 (1)."),
        (_told(crowd=[403] * CROWD), "crowd: never 429 (1)."),
    ],
)
def test_what_a_site_does_wrong_with_guesses_is_found(
    play: Play, statuses: Sequence[int], why: str
) -> None:
    """The right one taken while wrong ones are refused; the owner shut out; a crowd let be."""
    assert play(statuses) == ("broken", why)


def test_the_owner_is_kept_out_nowhere_else_on_this_machine(play: Play) -> None:
    """There the owner and the crowd have addresses of their own, from which nobody has guessed."""
    wrong = "elsewhere: the owner kept out of where nobody has guessed (1)."
    assert play(_told(elsewhere=429), "127.0.0.1") == ("broken", wrong)


@pytest.mark.parametrize("turn", [0, TRIES, TRIES + 1, ELSEWHERE - 1, ELSEWHERE + 1, -1])
def test_a_request_that_a_busy_site_sheds_breaks_nothing(play: Play, turn: int) -> None:
    """Of whichever probe it is, the owner's too."""
    statuses = _told()
    statuses[turn] = 503
    assert play(statuses)[0] == "met"


@pytest.mark.parametrize(
    "statuses",
    [
        _told(guesses=[401] * 10 + [503] * (TRIES - 10)),
        _told(hits=(429, 503) * HITS),
        _told(owner=503, at_last=503),
        _told(elsewhere=503),
        _told(crowd=[401] * 45 + [503] * (CROWD - 45)),
    ],
)
def test_of_a_site_that_was_too_busy_nothing_is_known(play: Play, statuses: Sequence[int]) -> None:
    """It never came to its limits, or to the right password."""
    assert play(statuses)[0] == "unknown"
