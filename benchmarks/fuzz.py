"""Sends a site what its OpenAPI description allows, and much that it does not, by schemathesis.

    python benchmarks/fuzz.py .fuzz/bin/schemathesis [--most 20] [--seed 1]

Twice, at a site of its own: with the session of somebody who has only verified an e-mail, and of one who
has done all before the join. It exits with 0 where schemathesis has nothing to say against the site, 1
where it has, 2 where too little was tried to say anything, and 69 where schemathesis is not to be had:
`make fuzz` installs it where a package index is reached.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import urllib3
from prometheus_client.parser import text_string_to_metric_families
from started_site import ROOT, started

from mock_site.pages.description import read_description
from mock_site.settings import WAVE
from mock_site.store.choice import make_store, prepare
from mock_site.store.progress import Profile
from mock_site.store.role import Store
from mock_site.store.steps import VerifyEmail, WriteProfile
from mock_site.testing import finished_account, form
from mock_site.trust.session import Sessions

GOOD, FOUND, NOT_TRIED, MISSING = 0, 1, 2, 69
MOST = 20
QUOTA = 100_000
TIME_SCALE = "0.2"
PROFILE = Profile(address="Jalan Uji 1", region="97", education="diploma", employment="seeking")
METHODS = ("get", "post", "put", "delete", "patch")
IN_THE_WAY = ("waiting-room", "rate-limits", "sessions")
"""Layers behind which most of it would not come to the site; a log-out would end the session for all."""

RULES = ROOT / "tests" / "mock_site" / "schemathesis.toml"
_REQUESTS = "site_http_requests"

Sent = dict[tuple[str, str], float]
"""Requests by method and route, where they were answered in some way."""


class _Nobody:
    def committed(self, operations: int, duration_s: float) -> None:
        """Take no note."""


async def begun(store: Store) -> str:
    """Give an account of which only the e-mail is verified."""
    account_id = await store.open_account(form(1)["email"], "hashed")
    if account_id is None:
        raise RuntimeError("store: has the account already; give it a new one")
    await store.take(VerifyEmail(account_id=account_id))
    return account_id


async def finished(store: Store) -> str:
    """Give an account that may join, with a profile as the site itself would take it."""
    account_id = await finished_account(store, 2)
    await store.take(WriteProfile(account_id=account_id, profile=PROFILE, version=None))
    return account_id


def session(url: str, account: Callable[[Store], object]) -> str:
    """Make a store with an account, and give the token of a session."""

    async def made() -> str:
        """Open it."""
        opened = make_store(url, _Nobody(), time.time, max_pending=99, busy_timeout_s=10.0)
        async with opened as store:
            account_id = await account(store)
            return Sessions(await store.secret()).begin(account_id, time.time())

    prepare(url, WAVE, QUOTA)
    return asyncio.run(made())


def described() -> set[tuple[str, str]]:
    """Give method and route of everything that the description has."""
    paths = read_description()["paths"]
    return {
        (method.upper(), path) for path, calls in paths.items() for method in calls if method in METHODS
    }


def sent(metrics: str, *statuses: str) -> Sent:
    """Read from a site's own metrics what was asked of it, and answered with one of some classes."""
    found: Sent = {}
    for family in text_string_to_metric_families(metrics):
        for one in family.samples if family.name == _REQUESTS else ():
            if one.name.endswith("_total") and one.labels["status"] in statuses:
                call = one.labels["method"], one.labels["route"]
                found[call] = found.get(call, 0.0) + one.value
    return found


def untried(metrics: str) -> Iterator[str]:
    """Give what a site's own metrics say was never asked, or only asked by strangers."""
    reached = sent(metrics, "2xx", "3xx", "4xx", "5xx")
    for method, route in sorted(described()):
        if not reached.get((method, route)):
            yield f"{method} {route} was never asked"
    if not sent(metrics, "2xx").get(("GET", "/me")):
        yield "GET /me was never answered: the session is not that of anybody"


def fuzzed(program: str, account: Callable[[Store], object], most: int, seed: int) -> int:
    """Start a site, have schemathesis ask it, and give the exit code."""
    with tempfile.TemporaryDirectory(prefix="siaga-fuzz-") as scratch:
        store = f"sqlite:///{scratch}/site.db"
        token = session(store, account)
        without = [part for layer in IN_THE_WAY for part in ("--without", layer)]
        options = ["--store", store, "--quota", str(QUOTA), "--time-scale", TIME_SCALE, *without]
        with started(sys.executable, *options) as site:
            bounds = ["--max-examples", str(most), "--seed", str(seed), "--workers", "1"]
            command = [program, "--config-file", str(RULES), "run", f"{site.url}/openapi.json", *bounds]
            environ = {**os.environ, "SITE_SESSION": token}
            code = subprocess.run(command, cwd=scratch, env=environ, check=False).returncode  # noqa: S603 - as asked for
            metrics = urllib3.request("GET", f"{site.url}/metrics").data.decode("utf-8")
    if code:
        print(f"fuzz: schemathesis has found something, or has failed: it ended with {code}")
        return FOUND
    if missed := list(untried(metrics)):
        print("fuzz: says nothing, since it has not tried all:", *missed, sep="\n  ")
        return NOT_TRIED
    print(f"fuzz: {sum(sent(metrics, '2xx', '3xx', '4xx').values()):,.0f} requests, nothing wrong")
    return GOOD


def is_there(program: str) -> bool:
    """Tell whether schemathesis can be run."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, check=False)  # noqa: S603 - as above
    except OSError:
        return False
    return said.returncode == 0


def main() -> int:
    """Fuzz with either session; the module says what the exit codes are."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("program", help="schemathesis")
    asked.add_argument("--most", type=int, default=MOST, help="examples of a call in each phase")
    asked.add_argument("--seed", type=int, default=1, help="of what is sent")
    given = asked.parse_args()
    program = str(Path(given.program).absolute())
    if not is_there(program):
        print(f"fuzz: {given.program}: not found, so nothing was tried; it needs schemathesis")
        return MISSING
    codes = {one.__name__: fuzzed(program, one, given.most, given.seed) for one in (begun, finished)}
    print(*(f"fuzz: session {name}: exit code {code}" for name, code in codes.items()), sep="\n")
    return next((code for code in (FOUND, NOT_TRIED) if code in codes.values()), GOOD)


if __name__ == "__main__":
    sys.exit(main())
