"""The Preparation of a run: scenario resolved, Locust file found, folder made; nothing has started."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from siaga import bundle
from siaga.errors import ScenarioError, UsageError
from siaga.faults.catalog import fault_problems, foreign_problems, store_problems
from siaga.faults.chaos.file import with_experiments
from siaga.faults.drawn import drawn
from siaga.judge.check import check
from siaga.judge.comparison_baseline import ID
from siaga.record.file_digest import FileDigest
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.record.site_host import SiteHost
from siaga.scenario.cap_check import cap_problems
from siaga.scenario.load import dump, load, located
from siaga.scenario.model import Scenario
from siaga.scenario.raised_quota import with_seats
from siaga.scenario.scale import scaled
from siaga.stage.baseline import find, keep
from siaga.stage.declaration import declaration, declaration_problems, shaped
from siaga.stage.feeds import feed_problems, feed_sources
from siaga.stage.forwarding import forwarded
from siaga.stage.ownership import refuse_strangers
from siaga.stage.persons import kept, person_problems
from siaga.stage.request import Request
from siaga.stage.store import Store
from siaga.stage.target import Target
from siaga.stage.target import target as let_through
from siaga.stage.versions import versions

EPOCH_S = 15
"""Two runs get different identities when they start this many seconds apart, for half a year."""


UNPROVEN = "the site did not have to prove who it is: site.credentials.verified is false"

STAMP = "%Y-%m-%dT%H-%M-%SZ"
"""Name of a run folder, by the time at which it was begun."""

REPLAYED = "-replay"
"""Replays are kept apart from the days that they are taken from: `latest` stays what it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """What a run starts from.

    Attributes:
        folder: the run folder, with scenario.yaml in it.
        scenario: the resolved scenario.
        locustfile: absolute path of the journeys.
        target: the site; without a URL for the built-in one.
        record: the run's record, not written yet.
    """

    folder: RunFolder
    scenario: Scenario
    locustfile: Path
    target: Target
    record: RunRecord


def resolve(request: Request) -> tuple[Scenario, Path]:
    """Give the scaled scenario and its Locust file, every problem found.

    Raises:
        UsageError: there is no such scenario or Locust file, or an argument is out of range.
        ScenarioError: the scenario has problems.
    """
    path = bundle.scenario(request.scenario)
    scenario = with_experiments(load(path, request.overrides), path.parent)
    if request.seed is not None:
        scenario = scenario.model_copy(update={"seed": request.seed})
    try:
        scale = request.scale_of(scenario)
        scenario = scaled(scenario, scale=scale, time_scale=request.time_scale)
    except ValueError as error:
        raise UsageError(str(error)) from None
    locustfile = bundle.locustfile(request.locustfile or scenario.locustfile, path.parent)
    declared = declaration(locustfile)
    if declared.shape:
        scenario = shaped(scenario)
    problems = [
        *check(scenario),
        *cap_problems(scenario),
        *fault_problems(scenario),
        *feed_problems(scenario, path.parent),
        *person_problems(scenario, path.parent),
        *declaration_problems(scenario, declared),
    ]
    if not request.host and not Store.of(request.site_arguments).address:
        problems += store_problems(scenario)
    if problems:
        raise ScenarioError(located(path, request.overrides, problems))
    return with_seats(drawn(scenario)), locustfile


def prepare(request: Request, *, now: datetime) -> Preparation:
    """Resolve what was asked for and make the run folder.

    Args:
        request: what was asked for.
        now: wall time, UTC.

    Raises:
        UsageError: as `resolve`, the host is none, or the folder cannot be made.
        RefusedError: the site, a further host of it or a proxy has not agreed to be loaded.
    """
    scenario, locustfile = resolve(request)
    where, hosts, notes = _admitted(request, scenario)
    found, made_with = find(request.baseline, scenario.name), versions()
    folder = fresh_folder(place := request.folder or _place(request, scenario, now))
    scenario = _laid_down(scenario, request, folder, found.folder)
    again, home = request.replays, folder.path
    record = RunRecord(
        run_id=f"{home.parent.name}/{home.name}",
        scenario=scenario.name,
        started_at=now.isoformat(timespec="milliseconds"),
        host=where.url,
        seed=scenario.seed,
        epoch=epoch(now) if again is None else again.epoch,
        scale=scenario.applied.scale,
        time_scale=scenario.applied.time_scale,
        workers=request.muster.total,
        owned_site=not request.host,
        command=request.command,
        versions=made_with,
        folder=str(place.parent / home.name),
        locustfile=os.path.relpath(locustfile, home),
        locustfile_digest=FileDigest.of(locustfile).sha256,
        site_arguments=request.site_arguments,
        replays="" if again is None else again.run_id,
        only=() if again is None else again.only,
        cores=len(os.sched_getaffinity(0)),
        baseline=request.baseline.path,
        branch=request.baseline.branch,
        no_baseline=found.why,
        addresses=where.addresses,
        agreed=where.agreed,
        feeds=_fed(scenario, request, home),
        hosts=hosts,
        notes=notes,
    )
    return Preparation(
        folder=folder, scenario=scenario, locustfile=locustfile, target=where, record=record
    )


def _admitted(
    request: Request, scenario: Scenario
) -> tuple[Target, tuple[Mapping[str, Any], ...], tuple[str, ...]]:
    """Give the site, its further hosts and what is to be said, if nothing of it is refused."""
    where = asked_target(scenario, request) or Target(url="")
    _refuse_unfit(request, scenario, where.url)
    hosts = asked_hosts(scenario, request)
    return where, hosts, (*_unproven(scenario), *forwarded(scenario, where, hosts, request.environ))


def _unproven(scenario: Scenario) -> tuple[str, ...]:
    """Give what everybody has to know who reads a run at a site that anybody may have been."""
    asked = scenario.site.credentials
    return () if asked is None or asked.verified else (UNPROVEN,)


def _laid_down(
    scenario: Scenario, request: Request, folder: RunFolder, baseline: RunFolder | None
) -> Scenario:
    """Write and give the resolved scenario; keep id rule, baseline and self-test: all are used again."""
    scenario = kept(scenario, bundle.scenario(request.scenario).parent, folder.path)
    if baseline is not None:
        keep(baseline, folder)
    folder.scenario.write_text(dump(scenario), encoding="utf-8")
    named = scenario.evidence.self_test
    if named and Path(named).is_file():
        folder.self_test.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(named, folder.self_test)
    return scenario


def _fed(scenario: Scenario, request: Request, home: Path) -> tuple[Mapping[str, Any], ...]:
    """Write down which files its feeds are, as seen from the run folder."""
    beside = bundle.scenario(request.scenario).parent
    sources = feed_sources(scenario, beside)
    return tuple(replace(one, file=os.path.relpath(one.file, home)).as_json() for one in sources)


def asked_target(scenario: Scenario, request: Request) -> Target | None:
    """Let the guard rail decide about the site that was asked for; None for the built-in one.

    Raises:
        UsageError: the host is none.
        RefusedError: the site has not agreed to be loaded.
    """
    if not request.host:
        return None
    return let_through(request.host, request.environ, scenario.site.admitted(request.environ))


def asked_hosts(scenario: Scenario, request: Request) -> tuple[Mapping[str, Any], ...]:
    """Let the guard rail decide about every further host of the site."""
    credentials = scenario.site.admitted(request.environ)
    found = [let_through(one, request.environ, credentials) for one in scenario.site.hosts]
    hosts = (SiteHost(url=one.url, addresses=one.addresses, agreed=one.agreed) for one in found)
    return tuple(one.as_json() for one in hosts)


def refuse_foreign(name: str, scenario: Scenario, host: str) -> None:
    """Refuse what siaga can do to no site of somebody else's.

    Args:
        name: of the scenario, as it was typed.
        scenario: that is to be played.
        host: base URL of the site.

    Raises:
        ScenarioError: the scenario asks for it.
    """
    if problems := list(foreign_problems(scenario, host)):
        raise ScenarioError([f"{name}: {problem}" for problem in problems])


def _refuse_unfit(request: Request, scenario: Scenario, host: str) -> None:
    """Refuse what cannot be played there, or not without being told whose it is."""
    if host:
        refuse_foreign(request.scenario, scenario, host)
    if (many := request.muster.elsewhere) and scenario.traffic.is_closed:
        raise UsageError(
            f"--workers-elsewhere {many}: a stock Locust file is played by the workers of"
            " this machine alone; leave it out, or write journeys"
        )
    _refuse_clash(request, scenario)
    if not request.replays:
        # Only honest visitors are sent again.
        refuse_strangers(scenario, host, request.i_own, request.ask)


def _refuse_clash(request: Request, scenario: Scenario) -> None:
    """Refuse an objective that has the name by which the comparison is judged."""
    if request.baseline.path and any(one.id == ID for one in scenario.objectives):
        raise UsageError(f"--baseline: an objective of the scenario is called {ID!r}; rename it")


def epoch(now: datetime) -> int:
    """Give the number of a run, from which its people are made."""
    return int(now.timestamp()) // EPOCH_S % 1_000_000


def link_latest(folder: RunFolder) -> None:
    """Point reports/<scenario>/latest at the run; a file system without links goes without."""
    latest = folder.path.parent / "latest"
    fresh = folder.path.parent / ".latest"
    try:
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(folder.path.name)
        fresh.replace(latest)
    except OSError:
        return


def _place(request: Request, scenario: Scenario, now: datetime) -> Path:
    name = f"{scenario.name}{REPLAYED}" if request.replays else scenario.name
    return request.out / name / now.strftime(STAMP)


def fresh_folder(place: Path) -> RunFolder:
    """Make a folder nobody else has: two runs may start in the same second.

    Args:
        place: where it is wanted; one that is taken gets a number.

    Raises:
        UsageError: it cannot be made.
    """
    for attempt in range(100):
        path = place if attempt == 0 else place.with_name(f"{place.name}-{attempt}")
        try:
            path.mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise UsageError(f"--out {place.parent}: cannot be written ({error})") from None
        return RunFolder(path.resolve())
    raise UsageError(f"--out {place.parent}: holds 100 runs of this second already; wait a moment")
