"""Claims about the attacks that no browser makes, played against the built-in site as it is run.

Those on its log-in need its neighbours, so it has them; a hoard needs a site that can be full.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest

from mock_site.layers import Profile
from tests.faults.real_site import running

ROOT = Path(__file__).resolve().parents[3]
QUICK = (
    "framing",
    "long-heads",
    "large-bodies",
    "odd-json",
    "long-texts",
    "look-alikes",
    "wrong-kind",
    "injection",
    "odd-files",
    "password-guessing",
)
SLOW = ("slow-heads", "slow-bodies", "slow-readers", "endless-uploads")
"""A site has ten seconds for these, and one that is naive takes as long as it is let."""
HOARDING = "hoarding"
STRICT_ANYWAY = {"framing", "long-heads", "injection"}
"""aiohttp's parser refuses the first two, and templates that escape the third, in either profile."""
CONNECTIONS = "150"
ANSWER_S, HOARD_S = 5.0, 1.0
DEADLINE_S = 120.0
MET, BROKEN = "met", "broken"

Ends = Mapping[str, str]
Play = Callable[..., Ends]


@pytest.fixture(scope="module", params=list(Profile), ids=lambda one: one.value)
def profile(request: pytest.FixtureRequest) -> Profile:
    """Give one profile after the other."""
    return cast("Profile", request.param)


@pytest.fixture(scope="module")
def play(profile: Profile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    """Run a site, and give a function that tries cases at once and says how each ended."""
    folder = tmp_path_factory.mktemp(profile.value)
    with running(folder, "--profile", profile.value, "--connections", CONNECTIONS) as site:

        def all_of(*cases: str, limit_s: float = ANSWER_S) -> Ends:
            command = [sys.executable, "-m", "tests.crowd.attacks.played", site.place.site_url]
            done = subprocess.run(
                [*command, str(folder), str(limit_s), *cases],
                capture_output=True,
                text=True,
                cwd=ROOT,
                timeout=DEADLINE_S,
                check=True,
            )
            told: Ends = json.loads(done.stdout)
            return told

        yield all_of


def test_hostile_input_is_withstood_by_the_hardened_site_alone(play: Play, profile: Profile) -> None:
    """But for what its server or its templates withstand in any case.

    The hoard comes after the others, who would suffer from it: it keeps everybody else out of a naive
    site. A site takes so long to be there that all are one test.
    """
    hardened = profile is Profile.HARDENED
    wanted = {case: MET if hardened or case in STRICT_ANYWAY else BROKEN for case in QUICK}
    found = play(*QUICK)
    assert {case: said.partition(":")[0] for case, said in found.items()} == wanted, found
    kept_out = play(HOARDING, limit_s=HOARD_S)[HOARDING]
    assert kept_out.startswith(MET if hardened else BROKEN), kept_out


@pytest.mark.slow
def test_whoever_is_slow_is_waited_for_by_the_naive_site_alone(play: Play, profile: Profile) -> None:
    """Heads and bodies in drips, answers that nobody takes, and files that do not come."""
    wanted = MET if profile is Profile.HARDENED else BROKEN
    found = play(*SLOW)
    assert [one for one in found.values() if not one.startswith(wanted)] == []
