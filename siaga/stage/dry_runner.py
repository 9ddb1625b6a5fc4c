"""The dry runner: site, roll, walks, roll again, in that order, and what was started is stopped."""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from siaga import bundle
from siaga.errors import UsageError
from siaga.native import form
from siaga.record.walk_fact import Began, Fact, Vowed
from siaga.roll.adapter import adapter
from siaga.roll.entry import Entry, RollError
from siaga.scenario.arrivals import plan
from siaga.scenario.load import dump
from siaga.scenario.model import Scenario
from siaga.sender import Sender
from siaga.stage.dry_run import DryRun, RollFacts
from siaga.stage.feeds import feed_sources
from siaga.stage.forwarding import forwarded
from siaga.stage.look_up import LookUp
from siaga.stage.outlook import outlook
from siaga.stage.persons import kept
from siaga.stage.preparation import asked_hosts, asked_target, epoch, refuse_foreign, resolve
from siaga.stage.presence import QUIET_S, refuse_silence
from siaga.stage.request import Request
from siaga.stage.target import Target
from siaga.stage.trouble import interruptible
from siaga.stage.venue import built_in
from siaga.stage.walks import Broken, Errand, Said, walks
from siaga.stage.ways import Ways

Hosts = tuple[Mapping[str, Any], ...]
"""Further hosts of the site, as a run's record has them."""

Show = Callable[[Fact | Said | Broken], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How journeys are walked.

    Attributes:
        pace: factor of the pauses in which they think, 0 to 1.
        chances: `yes`, `no` or `drawn`: what becomes of what can go either way.
        within_s: how long each may take, above 0.
        most_requests: how many requests each may send, 1 and more.
    """

    pace: float = 0.0
    chances: str = "yes"
    within_s: float = 120.0
    most_requests: int = 1_000


def dry_run(request: Request, manner: Manner, show: Show) -> DryRun:
    """Walk every journey of a scenario once.

    Args:
        request: which, and where.
        manner: how.
        show: is told whatever happens, as it does.

    Raises:
        UsageError: what was asked for cannot be done, or the site does not answer.
        RefusedError: a guard rail forbids it.
        SiagaError: a process cannot be started.
        KeyboardInterrupt: somebody has ended it; what was started is stopped.
    """
    form()
    scenario, locustfile = resolve(request)
    if scenario.traffic.is_closed:
        text = "a stock Locust file has no journeys to walk; run it with traffic.closed.visitors=1"
        raise UsageError(f"--try: {text}")
    found = asked_target(scenario, request)
    if found:
        refuse_foreign(request.scenario, scenario, found.url)
    hosts = asked_hosts(scenario, request)
    forwarded(scenario, found, hosts, request.environ)
    with ExitStack() as undo, interruptible(_interrupt):
        scratch = Path(undo.enter_context(tempfile.TemporaryDirectory(prefix="siaga-try-")))
        return _Attempt(request, scenario, found, scratch, undo).made(locustfile, hosts, manner, show)


def _unheard(_line: str) -> None:
    """Hear what a site says that nobody will read."""


def _interrupt() -> None:
    raise KeyboardInterrupt


class _Attempt:
    """One dry run while it lasts."""

    def __init__(
        self, request: Request, scenario: Scenario, found: Target | None, scratch: Path, undo: ExitStack
    ) -> None:
        self._request, self._scenario, self._scratch, self._undo = request, scenario, scratch, undo
        self._environ = dict(request.environ)
        self._beside = bundle.scenario(request.scenario).parent
        now = datetime.now(UTC)
        self._epoch = epoch(now)
        run_id = f"{scenario.name}/try-{now:%Y-%m-%dT%H-%M-%SZ}"
        if found is None:
            self._url, addresses = self._started(run_id), tuple[str, ...]()
        else:
            self._url, addresses = found.url, found.addresses
        credentials = scenario.site.admitted(self._environ)
        self._sender = Sender.to(self._url, addresses, run_id, credentials)

    def made(self, locustfile: Path, hosts: Hosts, manner: Manner, show: Show) -> DryRun:
        """Walk, and look at the roll before and after."""
        refuse_silence(self._url, self._sender)
        before, error = self._entries()
        facts, broken = self._walked(locustfile, hosts, manner, show)
        vows = [one for walk in facts.values() for one in walk if isinstance(one, Vowed)]
        return DryRun(
            scenario=self._scenario,
            host=self._url,
            owned=not self._request.host,
            walks=facts,
            broken=broken,
            roll=RollFacts(configured=True, error=error) if error else self._looked_up(before, vows),
            outlook=outlook(self._scenario, facts, self._request.muster.total),
        )

    def _started(self, run_id: str) -> str:
        """Start the built-in site; it is open, whenever the scenario has it open."""
        ways = Ways(self._scenario.seed, self._environ, _unheard)
        arguments = self._request.site_arguments
        site = built_in(self._scenario, run_id, arguments, self._scratch, self._environ, _unheard, ways)
        self._undo.callback(site.stop)
        site.start()
        self._environ["SITE_ADMIN_TOKEN"] = site.token
        return site.url

    def _walked(
        self, locustfile: Path, hosts: Hosts, manner: Manner, show: Show
    ) -> tuple[Mapping[str, Sequence[Fact]], str]:
        errand = Errand(
            scenario=dump(kept(self._scenario, self._beside, self._scratch)),
            locustfile=str(locustfile),
            host=self._url,
            visitors=self._first_visitors(),
            epoch=self._epoch,
            run_id=self._sender.run_id,
            addresses=self._sender.addresses,
            feeds=tuple(one.as_json() for one in feed_sources(self._scenario, self._beside)),
            hosts=hosts,
            pace=manner.pace,
            chances=manner.chances,
            within_s=manner.within_s,
            most_requests=manner.most_requests,
        )
        facts: dict[str, list[Fact]] = {}
        broken, walk = "", list[Fact]()
        for told in walks(errand, self._scratch, self._environ):
            show(told)
            if isinstance(told, Began):
                walk = facts[told.population] = []
            if isinstance(told, Broken):
                broken = told.why
            elif not isinstance(told, Said):
                walk.append(told)
        return facts, broken

    def _first_visitors(self) -> Mapping[str, int]:
        """Give the first visitor of each population of whom anybody comes."""
        everybody = plan(self._scenario.traffic, self._scenario.seed)
        populations = enumerate(self._scenario.traffic.populations)
        comers = {one.name: everybody.of(number).index for number, one in populations}
        return {name: int(index[0]) for name, index in comers.items() if len(index)}

    def _entries(self) -> tuple[list[Entry], str]:
        """Read the roll; gives why it cannot be read, where it cannot."""
        source = self._scenario.site.roll
        if source is None:
            return [], ""
        try:
            roll = adapter(source, url=self._url, environ=self._environ, sender=self._sender)
            return list(roll.entries()), ""
        except (RollError, UsageError) as error:
            return [], str(error)

    def _looked_up(self, before: Sequence[Entry], vows: Sequence[Vowed]) -> RollFacts:
        source = self._scenario.site.roll
        if source is None:
            return RollFacts(configured=False)
        time.sleep(QUIET_S)
        after, error = self._entries()
        if error:
            return RollFacts(configured=True, error=error)
        look_up = LookUp(before, after, source)
        return RollFacts(
            configured=True,
            entries=look_up.entries,
            strangers=look_up.strangers(vows),
            found=tuple(look_up.each(vows)),
        )
