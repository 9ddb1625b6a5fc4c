"""The Walks of a dry run: a process that walks each journey once, and what it tells meanwhile."""

import json
import queue
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from siaga.record.walk_fact import Began, Fact, fact_of
from siaga.stage.child import Child

START_S = 60.0
"""Time for the process to read the Locust file, on a busy machine."""

GRACE_S = 10.0
"""A journey that outlives its time by so much forgives even what is meant to end it."""

_LOOK_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line that no fact is: a journey, or what it uses, has printed it.

    Attributes:
        text: the line.
    """

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The process ended before its time.

    Attributes:
        why: in a sentence.
    """

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What is to be walked; `siaga.crowd.walk.order` has the same attributes.

    Attributes:
        scenario: the resolved scenario as YAML.
        locustfile: path of the journeys.
        host: base URL of the site.
        visitors: number of the visitor who walks, by population.
        epoch: number of the run from which identities are made.
        run_id: that every request names.
        addresses: to which the site's name was resolved; empty: it has none.
        feeds: which files the feeds of the scenario are.
        hosts: further ones of the site, which have agreed.
        pace: factor of the pauses in which a journey thinks, 0 to 1.
        chances: `yes`, `no` or `drawn`: what becomes of what can go either way.
        within_s: how long each journey may take.
        most_requests: how many requests each journey may send.
    """

    scenario: str
    locustfile: str
    host: str
    visitors: Mapping[str, int]
    epoch: int
    run_id: str
    addresses: tuple[str, ...] = ()
    feeds: tuple[Mapping[str, Any], ...] = ()
    hosts: tuple[Mapping[str, Any], ...] = ()
    pace: float = 0.0
    chances: str = "yes"
    within_s: float = 120.0
    most_requests: int = 1_000


def walks(errand: Errand, scratch: Path, environ: Mapping[str, str]) -> Iterator[Fact | Said | Broken]:
    """Have every journey walked, and give what happens while it does.

    Args:
        errand: what is to be walked.
        scratch: folder for the ledgers.
        environ: environment of the process.

    Raises:
        SiagaError: the process cannot be started.
    """
    order = scratch / "order.json"
    order.write_text(json.dumps({**asdict(errand), "ledger": str(scratch)}), encoding="utf-8")
    said: queue.SimpleQueue[str] = queue.SimpleQueue()
    command = [sys.executable, "-u", "-m", "siaga.crowd.walk.main", str(order)]
    child = Child("", command, environ, said.put)
    try:
        yield from _heard(child, said, errand.within_s)
    finally:
        if child.code() is None:
            child.kill()


def _heard(
    child: Child, said: "queue.SimpleQueue[str]", within_s: float
) -> Iterator[Fact | Said | Broken]:
    """Give what is said until the process ends, or until a journey is far over its time."""
    until_s, where = time.monotonic() + START_S, "before the first journey"
    while True:
        over = child.code() is not None
        if over:
            child.wait(_LOOK_S)
        try:
            line = said.get(timeout=0 if over else _LOOK_S).removeprefix(": ")
        except queue.Empty:
            if over:
                break
            if time.monotonic() > until_s:
                child.kill()
                yield Broken(why=f"{where} nothing more was heard of it, and it was killed")
                return
            continue
        found = fact_of(line)
        if isinstance(found, Began):
            until_s, where = time.monotonic() + within_s + GRACE_S, f"in journey {found.journey!r}"
        if found is not None or line.strip():
            yield found or Said(text=line)
    if code := child.code():
        yield Broken(why=f"{where} the process ended with code {code}")
