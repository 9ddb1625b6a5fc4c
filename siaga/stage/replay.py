"""The Replay of a run: the visitors behind its findings, sent again as they were sent then."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from siaga import bundle
from siaga.errors import UsageError
from siaga.judge.amount import duration
from siaga.judge.audit import audit
from siaga.judge.finding import Audit, Finding
from siaga.judge.visitors import ill_willed, visitors_of
from siaga.judge.witness import people_of
from siaga.record.file_digest import FileDigest
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.scenario.arrivals import plan
from siaga.scenario.load import Override, load
from siaga.scenario.model import Scenario
from siaga.stage.muster import Muster
from siaga.stage.recurrence import EVERYBODYS
from siaga.stage.request import Again, Request
from siaga.stage.versions import versions

PLAYED_WITH = ("siaga", "locust", "gevent")
"""Versions that decide what a visitor does."""

HARM = "a replay sends honest visitors alone; play the whole day again with `siaga run`"
_NO_VISITOR = "no visitor of the run acted for it; see its ledger"
_NO_WITNESS = "no visitor of the run acted for its witnesses; nobody can be sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What is to be sent again.

    Attributes:
        folder: the run that it is taken from.
        run: what was started then.
        rules: ids of the rules whose findings may be seen again, in order; empty for whatever is found.
        people: whom it is about, as ledger and roll name them.
        visitors: numbers of the visitors who acted for them, in order.
        arrivals_s: when they come, run seconds, in order.
        locustfile: absolute path of the journeys.
        cautions: a sentence for each thing that may be other than it was then.
    """

    folder: RunFolder
    run: RunRecord
    rules: tuple[str, ...]
    people: tuple[str, ...]
    visitors: tuple[int, ...]
    arrivals_s: tuple[float, ...]
    locustfile: Path
    cautions: tuple[str, ...]

    def request(
        self,
        *,
        host: str,
        site_arguments: Sequence[str],
        out: Path,
        exporter_port: int,
        command: tuple[str, ...],
        environ: Mapping[str, str],
    ) -> Request:
        """Ask for the same day, to which only these visitors come, each at the time it came then.

        Args:
            host: base URL of the site; empty for the run's own: the built-in site, started anew with an
                empty store, or the same address.
            site_arguments: for the built-in site; none given: those of the run.
            out: folder of run folders.
            exporter_port: where the generator's metrics are exported.
            command: what was typed.
            environ: environment, where secrets are looked up.
        """
        site = host or ("" if self.run.owned_site else self.run.host)
        return Request(
            scenario=str(self.folder.scenario),
            host=site,
            scale=1.0,
            time_scale=1.0,
            muster=Muster(here=1),
            out=out,
            site_arguments=() if site else tuple(site_arguments) or self.run.site_arguments,
            locustfile=str(self.locustfile),
            exporter_port=exporter_port,
            command=command,
            environ=environ,
            overrides=tuple(self._feeds()),
            replays=Again(run_id=self.run.run_id, epoch=self.run.epoch, only=self.visitors),
        )

    def _feeds(self) -> Iterator[Override]:
        """Name the files of the feeds where they are: beside the run folder's scenario there is none."""
        for number, one in enumerate(self.run.feed_sources):
            path = (self.folder.path / one.file).resolve()
            yield Override.parse(f"feeds.{number}.file={json.dumps(str(path))}")

    def announcement(self, request: Request) -> Iterator[str]:
        """Say who is sent, how long that takes, and what may be other than it was then."""
        many = len(self.visitors)
        who = f"{many} visitor{'s' if many > 1 else ''} for {', '.join(self.people)}"
        span_s = self.arrivals_s[-1] - self.arrivals_s[0]
        yield f"{self.run.run_id}: {who}; the last comes {duration(span_s)} after the first"
        yield "what counts is the audit alone: so few people meet no other evidence that a run needs"
        yield from (f"mind: {caution}" for caution in self.cautions)
        yield from (f"mind: {rule}: {EVERYBODYS[rule]}" for rule in self.rules if rule in EVERYBODYS)
        if request.host:
            yield (
                f"mind: {request.host} meets the same people (epoch {self.run.epoch}); one that still"
                " knows them from the run answers otherwise, so empty it first"
            )


def replay_of(
    folder: RunFolder, *, people: Sequence[str] = (), rules: Sequence[str] = (), locustfile: str = ""
) -> Replay:
    """Find out who is behind the findings of a run, and whether they can be sent again.

    Args:
        folder: the run.
        people: whom to send; none named: the people of the witnesses.
        rules: whose findings it is about; none named: all.
        locustfile: replaces the run's; empty keeps it.

    Raises:
        UsageError: the run has no such finding, nobody acted for those people, or the journeys are gone.
    """
    run, scenario = _run(folder), load(folder.scenario)
    findings = _findings(_audited(folder, scenario), rules, named=bool(people))
    acted = _acted(folder, people, findings)
    visitors = sorted({visitor for one in acted.values() for visitor in one})
    journeys = _journeys(folder, run, scenario, locustfile)
    return Replay(
        folder=folder,
        run=run,
        rules=tuple(one.rule for one in findings),
        people=tuple(acted),
        visitors=tuple(visitors),
        arrivals_s=_arrivals_s(folder, scenario, visitors),
        locustfile=journeys,
        cautions=tuple(_cautions(folder, run, scenario, journeys)),
    )


def _run(folder: RunFolder) -> RunRecord:
    try:
        return RunRecord.read(folder.run)
    except ValueError as error:
        raise UsageError(f"{folder.path}: holds no run that can be replayed ({error})") from None


def _audited(folder: RunFolder, scenario: Scenario) -> Audit:
    try:
        audited = audit(folder, scenario)
    except ValueError as error:
        raise UsageError(f"{folder.path}: cannot be audited ({error})") from None
    if not audited.applicable:
        raise UsageError(f"{folder.path}: has no roll or no ledger, so that no finding could come back")
    return audited


def _findings(audited: Audit, rules: Sequence[str], *, named: bool) -> list[Finding]:
    """Give the findings that are meant: all of them, or those of the rules that are named."""
    found = {one.rule: one for one in (*audited.findings, *audited.warnings)}
    if unknown := [rule for rule in rules if rule not in found]:
        known = f"it has {', '.join(found)}" if found else "it has none"
        raise UsageError(f"rule {unknown[0]}: is no finding of the run; {known}")
    if not found and not named:
        raise UsageError("findings: the run has none; name with --person whom to send again")
    return [one for rule, one in found.items() if rule in rules or not rules]


def _acted(
    folder: RunFolder, people: Sequence[str], findings: Sequence[Finding]
) -> Mapping[str, tuple[int, ...]]:
    """Give the visitors who acted for each of the people that are named, or whom witnesses name."""
    witnesses = [witness for one in findings for witness in one.witnesses]
    persons = set(people) or {person for witness in witnesses for person in people_of(witness)}
    acted = visitors_of(folder.ledgers(), persons)
    if strangers := sorted(set(people) - set(acted)):
        harmful = ill_willed(folder.ledgers(), strangers[:1])
        why = f"meant harm, and {HARM}" if harmful else _NO_VISITOR
        raise UsageError(f"person {strangers[0]!r}: {why}")
    if not acted:
        rules = ", ".join(one.rule for one in findings)
        harmful = ill_willed(folder.ledgers(), persons)
        why = f"whom its witnesses name meant harm, and {HARM}" if harmful else _NO_WITNESS
        raise UsageError(f"{rules}: {why}")
    return acted


def _arrivals_s(folder: RunFolder, scenario: Scenario, visitors: Sequence[int]) -> tuple[float, ...]:
    try:
        arrivals = plan(scenario.traffic, scenario.seed).only(visitors)
    except ValueError as error:
        raise UsageError(f"{folder.path}: its ledger is of another scenario ({error})") from None
    return tuple(arrivals.at_s.tolist())


def _journeys(folder: RunFolder, run: RunRecord, scenario: Scenario, given: str) -> Path:
    """Find the Locust file: the one that is named, the run's own, or one of its name."""
    recorded = folder.path / run.locustfile
    if run.locustfile and not given and recorded.is_file():
        return recorded.resolve()
    try:
        return bundle.locustfile(given or scenario.locustfile, folder.path)
    except UsageError as error:
        raise UsageError(f"{error}, or name it with --locustfile") from None


def _cautions(folder: RunFolder, run: RunRecord, scenario: Scenario, locustfile: Path) -> Iterator[str]:
    """Say what may be other than it was then."""
    if not run.locustfile_digest:
        yield f"Nobody wrote down what the journeys of the run were; {locustfile} is taken."
    elif FileDigest.of(locustfile).sha256 != run.locustfile_digest:
        yield f"{locustfile} is not the Locust file that the run was played with: journeys may differ."
    for one in run.feed_sources:
        path = folder.path / one.file
        if path.is_file() and FileDigest.of(path).sha256 != one.sha256:
            yield f"{path.name} is not what feed {one.name} was then: visitors may get other rows."
    if scenario.abuse:
        yield "Those who meant harm are not sent: what took them and honest visitors may not come back."
    now = versions()
    for name in PLAYED_WITH:
        if run.versions.get(name, now[name]) != now[name]:
            yield f"{name} was {run.versions[name]} then and is {now[name]} now."
