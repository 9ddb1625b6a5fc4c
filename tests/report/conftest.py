"""Rehearsals to report on: a whole opening day at 1:100, in all ways it can end, and an empty one."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import pytest
import vl_convert

from siaga.observe.series import read
from siaga.record.run_folder import RunFolder
from siaga.scenario.model import Scenario
from tests.report.opening_day import T0_S, opening_day, record_day, run_record
from tests.report.rehearsal import Change, Rehearsal, columns
from tests.report.verdicts import empty_verdict, inconclusive_verdict, no_go_verdict

DRAWN = vl_convert.vegalite_to_svg


@cache
def _drawn(spec: str, vl_version: str) -> str:
    drawn: str = DRAWN(json.loads(spec), vl_version=vl_version)
    return drawn


@pytest.fixture(scope="module", autouse=True)
def _drawn_once() -> Iterator[None]:
    """Have each picture be drawn once: most pages here show the same day, and pictures take long."""

    def kept(spec: object, *, vl_version: str) -> str:
        return _drawn(json.dumps(spec), vl_version)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vl_convert, "vegalite_to_svg", kept)
        yield


@pytest.fixture
def drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every picture be drawn: the claim is that drawing it again gives the same."""
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", DRAWN)


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """The shipped opening day at 1:100."""
    return opening_day()


@pytest.fixture(scope="session")
def recorded(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    """A whole opening day that went well; its folder is shared and only read."""
    return record_day(RunFolder(tmp_path_factory.mktemp("opening-day")), scenario)


@pytest.fixture
def go(recorded: Rehearsal, tmp_path: Path) -> Rehearsal:
    """A rehearsal that ends in GO, in a folder of its own."""
    return recorded.in_folder(tmp_path / "go")


@pytest.fixture
def no_go(recorded: Rehearsal, tmp_path: Path) -> Rehearsal:
    """The same day, but three acknowledged joins are not on the roll."""
    return replace(recorded.in_folder(tmp_path / "no-go"), verdict=no_go_verdict(recorded.verdict))


@pytest.fixture
def inconclusive(recorded: Rehearsal, tmp_path: Path) -> Rehearsal:
    """The same day, but a worker is killed after 95 s in the middle of a line."""
    killed = recorded.in_folder(tmp_path / "inconclusive")
    for path in (killed.folder.tallies(1), killed.folder.latency(1)):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(lines[:95]) + lines[95][:20], encoding="utf-8")
    noted = killed.run.noted("worker 1 ended with code -9 at 95.2 s")
    return replace(killed, verdict=inconclusive_verdict(recorded.verdict), run=noted)


@pytest.fixture
def empty(scenario: Scenario, tmp_path: Path) -> Rehearsal:
    """A run in which nobody arrived and nothing was written but what was started."""
    folder = RunFolder(tmp_path / "empty")
    folder.path.mkdir()
    return Rehearsal(
        folder=folder,
        scenario=scenario,
        run=replace(run_record(), interrupted=True, command=()),
        plan=None,
        verdict=empty_verdict(),
        timeline=columns(),
        series=read(folder.scrapes, T0_S),
    )


@pytest.fixture
def changed(go: Rehearsal) -> Change:
    """Give the rehearsal that went well with parts of it or of its verdict replaced."""

    def change(**parts: object) -> Rehearsal:
        own = {one.name for one in fields(Rehearsal)}
        mine = {name: part for name, part in parts.items() if name in own}
        rest = {name: part for name, part in parts.items() if name not in own}
        return replace(go, **{"verdict": replace(go.verdict, **rest), **mine})  # type: ignore[arg-type]

    return change
