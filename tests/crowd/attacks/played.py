"""Attacks as they are played against a site that runs, in a process of their own: Locust patches it.

`python -m tests.crowd.attacks.played URL FOLDER LIMIT_S CASE...` prints how each of them ended, as JSON.
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[3] / "locustfiles"))
import ill_will  # type: ignore[import-not-found] # isort: skip # before everything that it patches

import json
import time
from contextlib import suppress
from dataclasses import replace

import gevent

from siaga.abuse.catalogue import CASES
from siaga.crowd.abuser import Abuser
from siaga.crowd.attacks.catalogue import ATTACKS
from siaga.crowd.browsers import Browsers
from siaga.crowd.journey_end import JourneyEndedError
from siaga.judge.ill_answers import judge_answers
from tests.crowd.ill_site import IllSite, intrusion

DEADLINE_S = 9.0


def main(url: str, folder: Path, limit_s: float, cases: list[str]) -> None:
    """Try cases at once, each as somebody else, and print the state of each."""
    tries = [gevent.spawn(tried, url, folder / one, one, limit_s) for one in cases]
    json.dump({name: one.get() for name, one in zip(cases, tries, strict=True)}, sys.stdout)


def tried(url: str, folder: Path, case: str, limit_s: float) -> str:
    """Try one case, and judge its answers."""
    folder.mkdir()
    site, began_s = IllSite(folder, {}), time.monotonic()
    world = replace(
        site.world(),
        browsers=Browsers(url, DEADLINE_S, run_id="r1"),
        now_s=lambda: time.monotonic() - began_s,
    )
    planned = replace(intrusion(case, list(CASES).index(case)), limit_s=limit_s)
    me = Abuser(world, planned, CASES[case], ill_will.SURFACE, None)
    with suppress(JourneyEndedError):
        ATTACKS[case](me)
    me.leave()
    judged = judge_answers(CASES[case], site.tried(), ())
    return f"{judged.state}: {judged.text}"


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), sys.argv[4:])
