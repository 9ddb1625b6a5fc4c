"""The site's own conditions: each kind strikes real visitors of a real site, and is told back."""

import itertools
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
import urllib3
from pydantic import ValidationError

from siaga.faults.fault import FaultError
from siaga.faults.site import commanded
from siaga.faults.site.clock_skew import ClockSkewSettings
from siaga.faults.waiting import becomes_true
from tests.faults.real_site import RealSite, ask, kept

SHOWS_WITHIN_S = 10.0
NUMBERS = itertools.count()

KINDS: list[tuple[str, str, Mapping[str, Any], str]] = [
    ("capacity-loss", "site", {"left": "50 %"}, "requests met a capacity that was less"),
    ("clock-skew", "site", {"behind": "10 min"}, "times the wrong time was read"),
    ("blocked-loop", "site", {"block": "50 ms", "every": "100 ms"}, "times an event loop stood still"),
    ("slow-commits", "store", {"delay": "100 ms"}, "commits took longer"),
    ("pool-exhaustion", "store", {}, "writes found no place"),
    ("memory-pressure", "site", {"mebibytes": 16}, "slabs of memory were filled"),
    ("telemetry-gap", "site", {}, "metrics were refused"),
]


def visit(site: RealSite) -> int:
    """Have somebody ask for an account, and give the status of the answer."""
    email = f"budi{next(NUMBERS)}@warga.test"
    return ask(f"{site.place.site_url}/accounts", {"email": email, "password": "rahasia-sekali"})


def metrics(site: RealSite) -> int:
    """Ask for the metrics by a connection of one's own, whichever worker that leads to."""
    with urllib3.PoolManager(retries=False) as pool:
        return pool.request("GET", f"{site.place.site_url}/metrics").status


@pytest.mark.parametrize(("kind", "target", "settings", "proof"), KINDS)
def test_what_the_site_suffers_shows_in_its_own_counters_and_is_told_back(
    site: RealSite, kind: str, target: str, settings: Mapping[str, Any], proof: str
) -> None:
    """In the end it is told exactly what held before; without visitors most harm shows nothing."""
    before = site.conditions()
    fault = site.fault(kind, target, **settings)
    memory = kept(fault)
    assert fault.proof(memory) == ""
    fault.begin(memory)
    try:
        assert site.conditions() != before
        assert becomes_true(lambda: visit(site) > 0 and bool(fault.proof(memory)), SHOWS_WITHIN_S)
        assert fault.proof(memory).endswith(proof)
    finally:
        fault.heal(memory)
    assert site.conditions() == before
    assert becomes_true(lambda: visit(site) == 201, SHOWS_WITHIN_S)
    fault.heal(memory)


def test_a_harm_that_nobody_meets_is_not_proven(site: RealSite) -> None:
    """Nobody came; that the site was told proves nothing."""
    fault = site.fault("capacity-loss", "site")
    memory = kept(fault)
    fault.begin(memory)
    try:
        assert fault.proof(memory) == ""
    finally:
        fault.heal(memory)


def test_a_gap_of_telemetry_is_counted_once_it_is_over(site: RealSite) -> None:
    """While it lasts nothing can be read, and nothing else can begin that has to be."""
    fault = site.fault("telemetry-gap", "site")
    memory = kept(fault)
    fault.begin(memory)
    try:
        assert becomes_true(lambda: fault.proof(memory) == "metrics were refused", SHOWS_WITHIN_S)
        # Each of the workers hears of it in its own time.
        assert becomes_true(lambda: {metrics(site) for _ in range(8)} == {503}, SHOWS_WITHIN_S)
        with pytest.raises(FaultError, match=r"metrics: cannot be read \(GET /metrics\?\S+: status 503"):
            site.fault("slow-commits", "store").look()
    finally:
        fault.heal(memory)
    assert fault.proof(memory).endswith("scrapes were refused")


def test_a_slow_commit_takes_as_long_as_it_is_told_to(site: RealSite) -> None:
    """Whoever asked for an account waits for it."""
    fault = site.fault("slow-commits", "store", delay="500 ms")
    memory = kept(fault)
    fault.begin(memory)
    try:
        assert becomes_true(lambda: visit(site) == 201 and bool(fault.proof(memory)), SHOWS_WITHIN_S)
        began_s = time.monotonic()
        assert visit(site) == 201
        assert time.monotonic() - began_s >= 0.5
    finally:
        fault.heal(memory)


@pytest.mark.parametrize(
    ("kind", "proof"),
    [
        ("cache-flush", "processes threw their pages away"),
        ("session-loss", "processes forgot who is logged in"),
    ],
)
def test_what_is_commanded_is_done_by_the_processes(site: RealSite, kind: str, proof: str) -> None:
    """It is counted; before the command nothing is."""
    fault = site.fault(kind, "site")
    memory = kept(fault)
    assert fault.proof(memory) == ""
    fault.begin(memory)
    assert becomes_true(lambda: fault.proof(memory) == f"2 {proof}", SHOWS_WITHIN_S)
    fault.heal(memory)
    assert fault.proof(memory) == f"2 {proof}"


def test_a_site_that_takes_no_commands_is_not_harmed(
    site: RealSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that nobody obeys proves nothing; one that is refused cannot begin."""
    monkeypatch.setattr(commanded, "DONE_WITHIN_S", 0.0)
    fault = site.fault("cache-flush", "site")
    memory = kept(fault)
    fault._path = "/admin/nothing"  # type: ignore[attr-defined]
    with pytest.raises(FaultError, match=r"site: cannot be commanded \(POST .*: status 404"):
        fault.begin(memory)
    assert fault.proof(memory) == ""


@pytest.mark.parametrize("settings", [{}, {"ahead": "1 min", "behind": "1 min"}])
def test_a_clock_is_wrong_in_one_way(settings: Mapping[str, str]) -> None:
    """Ahead or behind, not both and not neither."""
    with pytest.raises(ValidationError, match="names both or neither of ahead and behind"):
        ClockSkewSettings.model_validate(settings)


@pytest.mark.parametrize(("way", "skew_s"), [("ahead", 90.0), ("behind", -90.0)])
def test_a_clock_ahead_shows_a_later_time(way: str, skew_s: float) -> None:
    """One behind shows an earlier one."""
    assert ClockSkewSettings.model_validate({way: "90 s"}).skew_s == skew_s


def test_a_quota_is_raised_and_stays_so(site: RealSite) -> None:
    """The site's own account of its seats shows it; another fault that wants no more cannot begin."""
    before = site.place.site().get("/admin/wave")["quota"]
    fault = site.fault("quota", "site", by="50 %")
    memory = kept(fault)
    assert fault.proof(memory) == ""
    try:
        fault.begin(memory)
        seats = memory["seats"]
        assert seats == before * 3 // 2
        assert fault.proof(memory) == f"{seats:,} seats, {before:,} before"
        fault.heal(memory)
        assert site.place.site().get("/admin/wave")["quota"] == seats
        with pytest.raises(FaultError, match=f"quota: is {seats:,} already, {seats:,} were wanted"):
            site.fault("quota", "site", seats=seats).look()
    finally:
        site.place.site().put("/admin/wave", {"quota": before})


def test_a_quota_that_the_site_does_not_take_is_told_of(site: RealSite) -> None:
    """A site that cannot be asked how many seats there are is not told either."""
    stranger = replace(site, place=replace(site.place, token="another"))
    fault = stranger.fault("quota", "site")
    with pytest.raises(FaultError, match="quota: the site does not say it"):
        fault.look()
    with pytest.raises(FaultError, match="quota: cannot be raised"):
        fault.begin({"before": 1, "seats": 2})
