"""The Check of a killing: everything about a run that has lost a process and must be true of it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

from killings_play import DAY_S, GRACE_S, JUDGING, KILL, Played

from siaga.errors import ExitCode
from siaga.record.json_lines import whole_lines
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord

GO, NO_GO = {"GO", "GO_WITH_CONDITIONS"}, "NO_GO"
REPORTED = {ExitCode.GO, ExitCode.USAGE, ExitCode.INTERNAL}
AUDITED = {ExitCode.GO, ExitCode.USAGE, ExitCode.INTERNAL}
TELEMETRY_GAP_S = 4.0
HUNG = "hung"
DEADLINE_S = 600.0
"""For one command that reads a folder."""

NEEDED = frozenset({"worker", "master", "guard", "proxy"})
"""Whose loss before the end of the day takes evidence with it, wherever that shows."""


def wrong(played: Played, whole_s: float) -> Iterator[str]:
    """Give a sentence for each thing that is wrong.

    Args:
        played: what came of the run.
        whole_s: how long a run takes to which nothing is done.
    """
    if played.code is None:
        yield f"{HUNG} for {GRACE_S:g} s after {max(whole_s, played.hit_s or 0.0):.0f} s"
    yield from (f"left behind: {line}" for line in played.left)
    if "Traceback" in played.said:
        yield "said a traceback"
    yield from _told(played)
    if played.folder is not None:
        yield from (f"{one} is not whole" for one in _torn(played))
        yield from _verdict(played, "said")
        yield from _again(played, played.folder)


def decided(folder: RunFolder | None) -> str:
    """Give the verdict in a folder; empty where there is none."""
    if folder is None or not folder.verdict.exists():
        return ""
    return str(json.loads(folder.verdict.read_text(encoding="utf-8"))["verdict"])


def _told(played: Played) -> Iterator[str]:
    """Look whether exit code and verdict agree, or an error is told in a line."""
    if played.code is None or (played.killing.kind == "conductor" and played.killing.way == KILL):
        return
    if played.folder is not None and played.folder.verdict.exists():
        expected = json.loads(played.folder.verdict.read_text(encoding="utf-8"))["exit_code"]
        if played.code != expected:
            yield f"ended with {played.code}, its verdict says {expected}"
        return
    known = played.code in {ExitCode.USAGE, ExitCode.INTERNAL, ExitCode.REFUSED}
    if not known or "siaga: " not in played.said:
        last = (played.said.strip().splitlines() or ["nothing"])[-1]
        yield f"ended with {played.code}, without a verdict, and said {last!r}"


def _torn(played: Played) -> Iterator[str]:
    """Give every file under its own name that is there in part."""
    if played.folder is None:
        return
    home = played.folder.path
    for path in sorted(one for one in home.rglob("*") if one.is_file()):
        try:
            _read(path)
        except (ValueError, ET.ParseError) as error:
            yield f"{path.relative_to(home)} ({error})"


def _read(path: Path) -> None:
    """Read a file as what its name says.

    Raises:
        ValueError: it is not that.
    """
    if path.suffix == ".json":
        json.loads(path.read_text(encoding="utf-8"))
    elif path.suffix == ".jsonl":
        for _ in whole_lines(path):
            pass
    elif path.suffix in {".xml", ".svg"}:
        ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - siaga's own
    elif path.suffix == ".html" and not path.read_text(encoding="utf-8").rstrip().endswith("</html>"):
        raise ValueError("has no end")


def _verdict(played: Played, how: str) -> Iterator[str]:
    """Look whether a verdict is true: the site was well, and the evidence of some runs cannot be."""
    verdict = decided(played.folder)
    if verdict == NO_GO:
        yield f"{how} NO_GO, and the site was well"
    if verdict in GO and _lost_evidence(played):
        yield f"{how} {verdict} without its {played.killing.kind}"


def _lost_evidence(played: Played) -> bool:
    killing = played.killing
    if played.hit_s is None or killing.moment == JUDGING:
        return False
    if killing.kind == "conductor":
        return killing.way == KILL
    if killing.kind == "observer":
        return _gap_s(played) > TELEMETRY_GAP_S
    return killing.kind in NEEDED and (played.day_s is None or played.day_s < DAY_S)


def _gap_s(played: Played) -> float:
    """Give for how long nobody looked at the site at the longest: an observer may go on in time."""
    if played.folder is None or not played.folder.plan.exists():
        return DAY_S
    t0_s = PlanRecord.read(played.folder.plan).t0_s
    seen_s = [one["at"] - t0_s for one in whole_lines(played.folder.scrapes) if one["up"]]
    inside_s = [0.0, *(min(max(at_s, 0.0), DAY_S) for at_s in seen_s), DAY_S]
    return max(after - before for before, after in pairwise(inside_s))


def _again(played: Played, folder: RunFolder) -> Iterator[str]:
    """Judge what is left of a run, as somebody would who finds it."""
    before = folder.verdict.read_bytes() if folder.verdict.exists() else b""
    yield from _command("report", folder, REPORTED)
    yield from _command("audit", folder, AUDITED)
    yield from _verdict(played, "is reported as")
    after = folder.verdict.read_bytes() if folder.verdict.exists() else b""
    if before and before != after:
        yield "is reported with another verdict.json than before"


def _command(name: str, folder: RunFolder, good: set[ExitCode]) -> Iterator[str]:
    command = [sys.executable, "-m", "siaga", name, str(folder.path)]
    try:
        done = subprocess.run(  # noqa: S603 - siaga, on a folder of its own
            command, capture_output=True, text=True, timeout=DEADLINE_S, check=False
        )
    except subprocess.TimeoutExpired:
        yield f"siaga {name} did not end within {DEADLINE_S:g} s"
        return
    said = done.stderr.strip()
    if done.returncode not in good:
        yield f"siaga {name} ended with {done.returncode}: {said or done.stdout.strip()}"
    if "Traceback" in said or "internal error" in said:
        yield f"siaga {name} broke: {said.splitlines()[-1]}"
    if done.returncode and not said.startswith("siaga: "):
        yield f"siaga {name} ended with {done.returncode} and does not say why"
