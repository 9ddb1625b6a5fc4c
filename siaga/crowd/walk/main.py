"""The walks of a dry run, one a population: `python -m siaga.crowd.walk.main ORDER` takes them.

It writes their facts to its output, a line each, while they are taken.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from locust.util.load_locustfile import load_locustfile

from siaga.crowd.absence import Journey
from siaga.crowd.browsers import Browsers
from siaga.crowd.declared import launches
from siaga.crowd.feeds import Feeds
from siaga.crowd.forward_proxy import ForwardProxy
from siaga.crowd.origin import Origin
from siaga.crowd.populace import populace
from siaga.crowd.uncounted import Uncounted
from siaga.crowd.walk.ending import bounded, ended
from siaga.crowd.walk.mask import Mask
from siaga.crowd.walk.order import WalkOrder
from siaga.crowd.walk.trail import Trail
from siaga.crowd.walk.walk_journal import WalkJournal
from siaga.crowd.walk.walker import Gait, Walker
from siaga.crowd.walk.watched_browser import watched
from siaga.crowd.world import World
from siaga.ledger.outcome import rows_of
from siaga.people.foreigners import Foreigners
from siaga.people.people import People
from siaga.record.feed_source import FeedSource
from siaga.record.site_host import SiteHost
from siaga.record.walk_fact import Began, Fact
from siaga.scenario.arrivals import plan
from siaga.scenario.load import loads
from siaga.scenario.model import Population, Scenario

Write = Callable[[Fact], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walks:
    """What all walks of an order share.

    Attributes:
        order: how they are taken.
        scenario: the resolved one.
        people: who the visitors are.
        feeds: hand out the rows of the scenario's feeds.
        write: takes the facts.
    """

    order: WalkOrder
    scenario: Scenario
    people: People | Foreigners
    feeds: Feeds
    write: Write


def walk(walks: Walks, population: Population, journey: Journey) -> None:
    """Walk one journey, and write down everything.

    Args:
        walks: that it is one of.
        population: whose journey it is.
        journey: that is walked.
    """
    order, scenario, write = walks.order, walks.scenario, walks.write
    visitor = order.visitors[population.name]
    write(Began(population=population.name, journey=population.journey, visitor=visitor))
    mask = Mask(os.environ, _secrets(scenario))
    trail = Trail(write, mask, order.most_requests)
    journal = WalkJournal(Path(order.ledger) / f"{population.name}.jsonl", write)
    world = _world(walks, trail, journal)
    gait = Gait(pace=order.pace, chances=order.chances)
    me = Walker(world, visitor, population, scenario.outcomes, trail, gait)
    mask.learn(world.people.identity(visitor).password)
    failed: BaseException | None = None
    me.get_ready()
    trail.begin()
    try:
        with bounded(order.within_s):
            me.stay(me.walk(journey))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - somebody else's code, and what ends it
        failed = error
    finally:
        me.leave()
        journal.close()
    end = ended(failed, order.within_s, Path(order.locustfile).parent, mask)
    write(
        replace(
            end,
            took_s=round(trail.took_s, 3),
            offset_s=round(trail.offset_s, 3),
            person=me.asked_who,
        )
    )


def _secrets(scenario: Scenario) -> Iterator[str]:
    yield from scenario.site.admitted(os.environ).secrets
    if scenario.traffic.proxy is not None:
        yield from scenario.traffic.proxy.secrets(os.environ)


def _world(walks: Walks, trail: Trail, journal: WalkJournal) -> World:
    order, scenario = walks.order, walks.scenario
    browsers = Browsers(
        order.host,
        scenario.traffic.step_deadline_s,
        run_id=order.run_id,
        addresses=order.addresses,
        others=tuple(map(SiteHost.from_json, order.hosts)),
        opens=partial(watched, trail, Origin.of(order.host)),
        credentials=scenario.site.admitted(os.environ),
        http2=scenario.traffic.http2,
        connecting_s=scenario.traffic.connect_deadline_s,
        first_byte_s=scenario.traffic.first_byte_deadline_s,
        proxy=ForwardProxy.of(scenario.traffic.proxy, os.environ),
    )
    return World(
        seed=scenario.seed,
        epoch=order.epoch,
        time_scale=scenario.applied.time_scale,
        now_s=lambda: trail.took_s,
        browsers=browsers,
        people=walks.people,
        recorder=Uncounted(),
        journal=journal,
        outcomes=rows_of(scenario.outcomes),
        feeds=walks.feeds,
    )


def _feeds(order: WalkOrder, scenario: Scenario) -> Feeds:
    """Open the feeds, of which each visitor who walks gets the row that it gets in a run."""
    sources = [FeedSource.from_json(one) for one in order.feeds]
    feeds = Feeds.opened(sources, Path(order.locustfile).parent)
    if sources:
        everybody = plan(scenario.traffic, scenario.seed)
        feeds.allot(scenario, everybody, everybody.only(sorted(order.visitors.values())))
    return feeds


def journeys_of(locustfile: str) -> Mapping[str, Journey]:
    """Give the journeys of a Locust file by name; none, where it has no Launch."""
    user_classes = load_locustfile(locustfile)[0]
    found = launches(user_classes.values())
    return {name: journey for one in found for name, journey in one.journeys.items()}


def main(arguments: Sequence[str]) -> None:
    """Take the walks of an order."""
    # What a journey prints must not come between the facts.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1, encoding="utf-8")
    sys.stdout = sys.stderr

    def write(fact: Fact) -> None:
        """Begin a line of its own: somebody may have printed without an end of line."""
        out.write(f"\n{fact.as_line()}\n")

    order = WalkOrder.read(Path(arguments[0]))
    scenario = loads(order.scenario, "scenario.yaml")
    # The file of an id rule was put beside the ledgers.
    people, feeds = populace(scenario, order.epoch, [Path(order.ledger)]), _feeds(order, scenario)
    walks = Walks(order=order, scenario=scenario, people=people, feeds=feeds, write=write)
    journeys = journeys_of(order.locustfile)
    for population in scenario.traffic.populations:
        if population.name in order.visitors:
            walk(walks, population, journeys[population.journey])
    feeds.close()


if __name__ == "__main__":
    main(sys.argv[1:])
