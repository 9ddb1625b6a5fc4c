"""The Declaration of a Locust file: its journeys and its surface, asked for before a run."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from siaga.abuse.catalogue import abuse_problems, surface_problems
from siaga.scenario.closed import Closed
from siaga.scenario.model import Scenario

DEADLINE_S = 60
_PLACE = re.compile(r'^  File "([^<][^"]*)", line (\d+)', re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a Locust file declares.

    Attributes:
        name: of the file.
        journeys: names of its journeys.
        surface: names of what it says of the site for those who mean harm.
        feeds: names of the feeds that they ask for; "*" for a name that only the journey knows.
        stock: names of its classes that are Locust's own.
        shape: whether it has a shape of its own, which says how many visitors there are.
        fault: why it cannot be read; empty: it can.
    """

    name: str
    journeys: tuple[str, ...] = ()
    surface: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    stock: tuple[str, ...] = ()
    shape: bool = False
    fault: str = ""


def declaration(locustfile: Path) -> Declaration:
    """Ask a process of its own, as reading a Locust file patches the process that reads it."""
    asked = subprocess.run(
        [sys.executable, "-m", "siaga.crowd.declaration", str(locustfile)],
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )
    if asked.returncode:
        return Declaration(name=locustfile.name, fault=_fault(asked.stderr))
    said = json.loads(asked.stdout)
    return Declaration(
        name=locustfile.name,
        journeys=tuple(said["journeys"]),
        surface=tuple(said["surface"]),
        feeds=tuple(said["feeds"]),
        stock=tuple(said["stock"]),
        shape=said["shape"],
    )


def _fault(stack: str) -> str:
    """Give the last line of a stack, and the file and line that it is about."""
    reason = (stack.strip().splitlines() or ["no reason given"])[-1]
    places = _PLACE.findall(stack)
    return f"{reason} ({places[-1][0]}, line {places[-1][1]})" if places else reason


def shaped(scenario: Scenario) -> Scenario:
    """Give the scenario of a file with a shape of its own, which says how many come, as with Locust."""
    if not scenario.traffic.is_closed:
        return scenario
    traffic = scenario.traffic.model_copy(update={"closed": Closed()})
    return scenario.model_copy(update={"traffic": traffic})


def declaration_problems(scenario: Scenario, declared: Declaration) -> Iterator[str]:
    """Say what of a scenario a Locust file cannot play."""
    if declared.fault:
        yield f"locustfile {declared.name}: cannot be read: {declared.fault}"
    elif scenario.traffic.closed is not None:
        yield from _stock_problems(scenario.traffic.closed, declared)
    else:
        yield from _journey_problems(scenario, declared)
        yield from _unasked(scenario, declared)
    yield from ill_will_problems(scenario, declared)


def ill_will_problems(scenario: Scenario, declared: Declaration) -> Iterator[str]:
    """Say what no run could try, or judge, of the abuse that a scenario plans; nothing without any."""
    problems = list(abuse_problems(scenario)) if scenario.abuse else []
    yield from problems or surface_problems(scenario, declared.surface, declared.name)


def _unasked(scenario: Scenario, declared: Declaration) -> Iterator[str]:
    """Tell of feeds that no journey asks for: their rows would prove nothing."""
    for number, one in enumerate(scenario.feeds):
        if not {one.name, "*"} & set(declared.feeds):
            yield (
                f'feeds.{number}: no journey of {declared.name} asks for it with me.feed("{one.name}");'
                f" they ask for {', '.join(declared.feeds) or 'none'}"
            )


def _stock_problems(closed: Closed, declared: Declaration) -> Iterator[str]:
    """Say why a file is no stock Locust file, or does not say how many visitors there are."""
    if declared.journeys:
        yield (
            f"traffic.closed: {declared.name} declares journeys ({', '.join(declared.journeys)}), whose"
            " arrivals are planned; leave out closed, or name a stock Locust file"
        )
    elif not declared.stock:
        yield f"locustfile {declared.name}: has no class of Locust's, such as HttpUser; add one"
    elif closed.visitors is None and not declared.shape:
        yield (
            f"traffic.closed.visitors: is missing, and {declared.name} has no shape of its own (a"
            " LoadTestShape) that would say how many come; give a number"
        )


def _journey_problems(scenario: Scenario, declared: Declaration) -> Iterator[str]:
    if declared.stock and not declared.journeys:
        yield (
            f"locustfile {declared.name}: is a stock Locust file ({', '.join(declared.stock)}); write"
            " traffic: {closed: ...} for it, or play `siaga run --locustfile` without a scenario"
        )
        return
    for number, one in enumerate(scenario.traffic.populations):
        if one.journey not in declared.journeys:
            yield (
                f"traffic.populations.{number}.journey: {one.journey!r} is not defined in"
                f" {declared.name}; it defines {', '.join(declared.journeys) or 'none'}"
            )
