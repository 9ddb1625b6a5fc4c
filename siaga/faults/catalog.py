"""The Catalog of faults: every kind that a scenario can name."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from siaga.faults import no_fault
from siaga.faults.chaos import chaos
from siaga.faults.chaos import experiment as chaos_experiment
from siaga.faults.fault import Fault
from siaga.faults.kind import FaultKind
from siaga.faults.neighbour import (
    budget_spent,
    duplicated_mail,
    failing,
    hanging,
    late_mail,
    lost_mail,
    malformed,
    rate_limit,
    reordered_mail,
    slow,
    wrong,
)
from siaga.faults.network import (
    bandwidth,
    byte_limit,
    down,
    latency,
    replay,
    reset,
    slicer,
    slow_close,
    timeout,
)
from siaga.faults.place import Place
from siaga.faults.process import kill, pause, power_loss, restart, rolling_restart
from siaga.faults.process.processes import STORE
from siaga.faults.resource import cpu_pressure, descriptors, disk_full
from siaga.faults.site import (
    blocked_loop,
    cache_flush,
    capacity_loss,
    clock_skew,
    memory_pressure,
    quota,
    session_loss,
    telemetry_gap,
)
from siaga.faults.store import connection_loss, lock_storm, pool_exhaustion, slow_commits
from siaga.faults.told import SITE
from siaga.scenario.model import Harm, PlannedFault, Scenario

_MODULES = (
    no_fault,
    latency,
    bandwidth,
    slicer,
    slow_close,
    timeout,
    reset,
    byte_limit,
    down,
    replay,
    kill,
    pause,
    restart,
    rolling_restart,
    slow,
    failing,
    hanging,
    malformed,
    wrong,
    budget_spent,
    rate_limit,
    late_mail,
    lost_mail,
    duplicated_mail,
    reordered_mail,
    capacity_loss,
    clock_skew,
    blocked_loop,
    slow_commits,
    pool_exhaustion,
    telemetry_gap,
    memory_pressure,
    cache_flush,
    session_loss,
    quota,
    disk_full,
    descriptors,
    cpu_pressure,
    lock_storm,
    connection_loss,
    power_loss,
    chaos,
    chaos_experiment,
)

KINDS: Mapping[str, FaultKind[Any]] = MappingProxyType({one.KIND.name: one.KIND for one in _MODULES})
"""Every kind by its name, in the order in which they are shown."""

MOST_NEAR = 3


def fault_problems(scenario: Scenario) -> Iterator[str]:
    """Say what is wrong with the faults of a scenario, each with its key in front."""
    for place, one in _harms(scenario):
        kind = KINDS.get(one.kind)
        if kind is None:
            yield f"{place}.kind: {stranger(one.kind)}"
        else:
            yield from (f"{place}.{text}" for text in kind.problems(one))
            if kind.proxied and one.target == SITE and scenario.traffic.proxy is not None:
                yield (
                    f"{place}.target: {one.kind} happens on the visitors' way to the site, and they go"
                    " by traffic.proxy; leave one of the two out"
                )
        if kind is quota.KIND and scenario.site.quota is None:
            yield f"{place}.kind: {one.kind} raises a quota that is not given; say site.quota"


def stranger(name: str) -> str:
    """Say that a name is that of no kind, and which are near it, if any is."""
    near = get_close_matches(name.lower().replace("_", "-"), KINDS, MOST_NEAR)
    nearest = f"{' or '.join(near)} may be meant; " if near else ""
    return f"{name!r} is none; {nearest}`siaga faults` lists all {len(KINDS)}"


def store_problems(scenario: Scenario) -> Iterator[str]:
    """Say which faults happen on the way to the store, for a site whose store is not reached by TCP."""
    for place, one in _harms(scenario):
        if one.kind in KINDS and KINDS[one.kind].proxied and one.target == STORE:
            yield (
                f"{place}.target: {one.kind} happens on the way to the store, and no such way leads to a"
                " file or an embedded database; start the site with one that is reached by TCP:"
                " --site-arg=--store --site-arg=postgresql://USER@HOST:5432/DATABASE"
            )


def _harms(scenario: Scenario) -> Iterator[tuple[str, Harm]]:
    """Give all that can happen, each with its place in the scenario."""
    yield from ((f"faults.{number}", one) for number, one in enumerate(scenario.faults))
    if scenario.bad_day is not None:
        for number, one in enumerate(scenario.bad_day.among):
            yield f"bad-day.among.{number}", one


def foreign_problems(scenario: Scenario, host: str) -> Iterator[str]:
    """Say which faults of a resolved scenario cannot harm a site that siaga has not started.

    Args:
        scenario: resolved.
        host: base URL of that site.
    """
    for number, one in enumerate(scenario.faults):
        kind = KINDS[one.kind]
        if not (kind.anywhere or (kind.proxied and one.target == SITE)):
            yield (
                f"faults.{number}: {one.kind} of {one.target} needs a site that siaga starts itself;"
                " leave --host out, or the fault"
            )
        elif kind.reading and host.startswith("https:"):
            yield (
                f"faults.{number}: {one.kind} of {one.target} has to read what passes, and TLS hides it;"
                " rehearse over http, or leave the fault out"
            )


def proxied_targets(scenario: Scenario) -> frozenset[str]:
    """Give the targets that a scenario harms on the way to them."""
    return frozenset(one.target for one in scenario.faults if KINDS[one.kind].proxied)


def site_arguments(scenario: Scenario) -> tuple[str, ...]:
    """Give what the built-in site has to be started with to be harmed as a scenario says, each once."""
    kinds = [KINDS[one.kind] for one in scenario.faults]
    return tuple(dict.fromkeys(argument for kind in kinds for argument in kind.site_arguments))


def made(fault: PlannedFault, place: Place, seed: int) -> Fault:
    """Make a fault of a resolved scenario."""
    return KINDS[fault.kind].fault(fault, place, seed)
