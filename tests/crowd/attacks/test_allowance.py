"""Claims about the allowance: a good site that is slow gives more tries, and is not called broken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from siaga.abuse.catalogue import CASES
from siaga.abuse.password_guessing import HITS, TRIES
from siaga.crowd.attacks.allowance import Allowance
from siaga.crowd.attacks.catalogue import ATTACKS
from siaga.crowd.journey_end import JourneyEndedError
from siaga.judge.ill_answers import judge_answers
from tests.crowd.ill_site import IllSite, Reply

FROM_MANY = TRIES + 2 * HITS
"""The log-in after all those that come from one place: the owner's, whom the site knows."""
ELSEWHERE = FROM_MANY + 1
BRISK_S, SLOW_S = 0.001, 0.3
Took = Callable[[int], float]


@dataclass
class Bucket:
    """What is due: so many tries at once, and then some a second."""

    tries: float
    per_s: float
    at_s: float = 0.0

    def takes(self, now_s: float, most: float) -> bool:
        """Take a try if one is due."""
        self.tries = min(self.tries + self.per_s * (now_s - self.at_s), most)
        self.at_s = now_s
        taken = self.tries >= 1.0
        self.tries -= taken
        return taken


def _judged(path: Path, case: str, took: Took) -> tuple[str, str]:
    """Try a case on a site with the limits of the built-in one at a time scale of 0.1."""
    site = IllSite(path, {}, at_s=0.0)
    account, strangers = Bucket(10, 1.0), Bucket(50, 5.0)
    password = site.abuser(case).person().password

    def answered(n: int, options: Mapping[str, Any]) -> Reply:
        site.pass_by(took(n))
        right = options["json"]["with"] == password
        if n >= FROM_MANY and right:
            return 200, {}
        due = account.takes(site.at_s, 10) if n < FROM_MANY else strangers.takes(site.at_s, 50)
        return ((200 if right else 401) if due else 429), {}

    site.table = {"/log-in": answered}
    ended = ""
    try:
        ATTACKS[case](site.abuser(case))
    except JourneyEndedError as error:
        ended = str(error)
    return judge_answers(CASES[case], site.tried(), [0] if ended else []).state, ended


@pytest.mark.parametrize(
    ("case", "took", "probe"),
    [
        ("password-guessing", lambda _n: SLOW_S, "log-in"),
        ("password-guessing", lambda n: 1.5 if TRIES <= n < FROM_MANY else BRISK_S, "hit"),
        ("password-guessing", lambda n: 0.1 if n > ELSEWHERE else BRISK_S, "crowd"),
        ("password-guessing", lambda n: SLOW_S if n > ELSEWHERE else BRISK_S, "crowd"),
        ("forged-forwarding", lambda _n: 1.0, "log-in"),
    ],
)
def test_a_good_site_that_is_slow_is_not_called_broken(
    tmp_path: Path, case: str, took: Took, probe: str
) -> None:
    """What it takes beyond the bounds, or never refuses, was due by then: nobody knows."""
    assert _judged(tmp_path, case, took) == (
        "unknown", f"{probe}: took so long that more may be taken",
    )  # fmt: skip


@pytest.mark.parametrize("case", ["password-guessing", "forged-forwarding"])
def test_a_good_site_that_is_brisk_is_good(tmp_path: Path, case: str) -> None:
    """The attack goes on to its end."""
    assert _judged(tmp_path, case, lambda _n: BRISK_S) == ("met", "")


def test_time_ends_what_could_go_beyond_the_most_alone(tmp_path: Path) -> None:
    """Whoever has got little may try on; nobody is stopped before the time is over."""
    site = IllSite(tmp_path, {})
    me = site.abuser("password-guessing")
    allowance = Allowance(me, "crowd", 40.0)
    allowance.claim(91)
    site.pass_by(3.9)
    allowance.claim(91)
    site.pass_by(0.1)
    allowance.claim(90)
    with pytest.raises(JourneyEndedError, match="crowd: took so long that more may be taken"):
        allowance.claim(91)


def test_time_may_have_begun_before_the_first_try(tmp_path: Path) -> None:
    """Where the last one was refused."""
    me = IllSite(tmp_path, {}, at_s=11.0).abuser("password-guessing")
    Allowance(me, "hit", 10.0, 10.1).claim(3)
    with pytest.raises(JourneyEndedError, match="hit: "):
        Allowance(me, "hit", 10.0, 10.0).claim(3)
