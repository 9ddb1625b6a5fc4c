"""The Stage: what one visitor of the tests lives in, with a clock that the test sets."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from siaga.crowd.browser import Browser
from siaga.crowd.browsers import Browsers
from siaga.crowd.feeds import Feeds
from siaga.crowd.origin import Origin
from siaga.crowd.recorder import Recorder
from siaga.crowd.sample import Sample
from siaga.crowd.visitor import Visitor
from siaga.crowd.world import World
from siaga.ledger.journal import Journal
from siaga.ledger.outcome import Row
from siaga.people.people import People
from siaga.record.json_lines import JsonLines, whole_lines
from siaga.record.latency import LatencyLog
from siaga.record.loopback import is_loopback
from siaga.scenario.link import Link
from siaga.scenario.model import Population
from siaga.scenario.model import Stage as FunnelStage
from siaga.scenario.reactions import Reactions
from tests.closing import closed_with

FUNNEL = (FunnelStage(name="verified", goes_on="75 %"), FunnelStage(name="joined", goes_on="0 %"))
EVERYBODY = Population(name="everybody", journey="whole", funnel=FUNNEL)
PEOPLE = People(seed=1, epoch=2)


@dataclass(slots=True, weakref_slot=True)
class Stage:
    """What one visitor lives in, with a clock that the test sets."""

    path: Path
    browse: Callable[..., Browser]
    url: str = "http://127.0.0.1:1"
    at_s: float = 10.0
    outcomes: tuple[Row, ...] = ()
    population: Population = EVERYBODY
    browse_within_s: float = 5.0
    deadline_s: float = 5.0
    feeds: Feeds = field(default_factory=lambda: Feeds({}))
    samples: list[Sample] = field(default_factory=list)
    journal: Journal = field(init=False)
    recorder: Recorder = field(init=False)

    def __post_init__(self) -> None:
        """Open the books."""
        self.journal = closed_with(self, Journal(self.path / "ledger.jsonl", 0))
        tallies = JsonLines(self.path / "tallies.jsonl")
        self.recorder = Recorder(tallies, LatencyLog(self.path / "l.hlog", 0.0), self.samples.extend)

    def at_site(self, link: Link | None = None) -> Browser:
        """Open a browser at the site of the test."""
        return self.browse(self.url, link=link, deadline_s=self.browse_within_s)

    def beside(self, origin: Origin, link: Link | None = None) -> Browser:
        """Open a browser beside the site."""
        return self.browse(str(origin), link=link)

    def may_visit(self, origin: Origin) -> bool:
        """Let visitors go to this machine."""
        return is_loopback(origin.host)

    def world(self) -> World:
        """Give what all visitors share."""
        return World(
            seed=1,
            epoch=2,
            time_scale=0.001,
            now_s=lambda: self.at_s,
            browsers=cast("Browsers", self),
            people=PEOPLE,
            recorder=self.recorder,
            journal=self.journal,
            outcomes=self.outcomes,
            feeds=self.feeds,
        )

    def visitor(self, index: int = 0, at_s: float = 10.0) -> Visitor:
        """Let a visitor in."""
        return Visitor(self.world(), index, self.population, at_s)

    def react(self, **reactions: Any) -> None:  # noqa: ANN401 - as a scenario writes them
        """Have visitors react to the site from now on."""
        given = Reactions.model_validate({name.replace("_", "-"): it for name, it in reactions.items()})
        self.population = self.population.model_copy(update={"reactions": given})

    def examples(self) -> dict[str, str]:
        """Give what the first failed sample of each kind was told, of those since the last fold."""
        return dict(self.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False).examples)

    def recorded(self) -> list[Sample]:
        """Give the samples so far."""
        self.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
        return self.samples

    def ended(self) -> dict[str, Any]:
        """Give the completion of the one promise that was made."""
        (end,) = [fact for fact in self.facts() if fact["e"] == "complete"]
        return end

    def facts(self) -> list[dict[str, Any]]:
        """Give the records of the ledger."""
        return list(whole_lines(self.path / "ledger.jsonl"))

    def ledger(self) -> list[tuple[str, str]]:
        """Give each record's kind and outcome."""
        return [(str(fact["e"]), str(fact.get("outcome", ""))) for fact in self.facts()]
