"""`siaga import`: a journey and a scenario, written of what a team has of its site."""

import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from siaga.draft.har_draft import HarDraft, from_har
from siaga.draft.openapi_draft import OpenApiDraft, from_openapi
from siaga.draft.project import LOCUSTFILE, SCENARIO
from siaga.draft.roll_choice import roll_of
from siaga.errors import UsageError
from siaga.new_files import write_new


class Kind(StrEnum):
    """What can be imported."""

    HAR = "har"
    OPENAPI = "openapi"


def imports(
    kind: Annotated[
        Kind,
        typer.Argument(help="What the files are: recordings of a browser, or a site's description."),
    ],
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Recordings of one way, of which all tell how long people pause; or one description."
        ),
    ],
    out: Annotated[
        Path, typer.Option(help="Folder of the project; nothing in it is written over.")
    ] = Path("imported"),
    acknowledges: Annotated[
        str, typer.Option(help='Step by which the site promises something, such as "POST /register".')
    ] = "",
    roll: Annotated[
        str, typer.Option(help="Where the site's list is read: a path, a CSV file, a SELECT, or none.")
    ] = "",
    site: Annotated[
        str, typer.Option(help="Address of the site in the recording; found by itself otherwise.")
    ] = "",
) -> None:
    """Write a journey and a scenario of what there is; asks what it has to know at a terminal."""
    sits = sys.stdin.isatty() and sys.stdout.isatty()
    source = roll_of(roll or (_asked_roll() if sits else ""))
    asks = _asked_step if sits else None
    if kind is Kind.OPENAPI:
        described = from_openapi(_only(files), acknowledges=acknowledges, roll=source, asks=asks)
        files_of, lines = described.files, _told_of(described, out)
    else:
        draft = from_har(files, acknowledges=acknowledges, roll=source, site=site, asks=asks)
        files_of, lines = draft.files, told(draft, out)
    write_new(out, files_of)
    for line in (*lines, *_what_next(out, audited=source is not None)):
        typer.echo(line)


def _only(files: Sequence[Path]) -> Path:
    """Give the one description: two of them are two sites, or one in two parts."""
    if len(files) > 1:
        raise UsageError(f"FILES: are {len(files)}; one description is allowed")
    return files[0]


def told(draft: HarDraft, out: Path) -> Iterator[str]:
    """Say what was written, what was found and what is missing; nothing of what was recorded."""
    yield f"{out / LOCUSTFILE}: {len(draft.titles)} steps: {', '.join(draft.titles)}"
    yield f"{out / SCENARIO}: a minute, two visitors a second"
    yield from _left_out(draft)
    yield from _missing(draft)


def _told_of(draft: OpenApiDraft, out: Path) -> Iterator[str]:
    """Say what was written of a description."""
    yield f"{out / LOCUSTFILE}: calls {len(draft.titles)} operations: {', '.join(draft.titles)}"
    yield f"{out / SCENARIO}: a minute, two visitors a second"
    for title, why in sorted(draft.uncalled.items()):
        yield f"not called: {title}: {why}"
    if draft.left_out:
        yield f"left out: {draft.left_out} operations that a journey does not send"
    if not draft.promised:
        yield from _no_step(draft.likeliest)


def _no_step(likeliest: Sequence[str]) -> Iterator[str]:
    likely = f"; the likeliest is --acknowledges '{likeliest[0]}'" if likeliest else ""
    yield f"missing: no step is the acknowledged operation, so nothing is audited{likely}"


def _what_next(out: Path, *, audited: bool) -> Iterator[str]:
    if not audited:
        yield "missing: no roll, so the audit is not_applicable; give --roll, or write site.roll"
    yield f"next: siaga check {out / SCENARIO}"
    yield f"then: siaga run {out / SCENARIO} --host http://127.0.0.1:8000 --scale 1"


def _left_out(draft: HarDraft) -> Iterator[str]:
    visit = draft.visit
    for why, count in sorted(visit.left_out.items()):
        yield f"left out: {count} requests {why}"
    if draft.hosts:
        count = sum(visit.hosts.values())
        yield f"left out: {count} requests to {', '.join(dict.fromkeys(draft.hosts))}"


def _missing(draft: HarDraft) -> Iterator[str]:
    journey = draft.journey
    if draft.visit.signed_in:
        yield "look: the recording begins with a cookie, so a log-in may be missing: use a private one"
    if journey.ink.unknown:
        yield f"look: what is drawn may not suit these fields: {', '.join(journey.ink.unknown)}"
    if journey.ink.letters:
        yield f"look: by letter, since no answer handed it out: {', '.join(journey.ink.letters)}"
    for name, what in journey.ink.settings.items():
        yield f"missing: ${name}, {what}, which no answer handed out"
    if journey.vow is None:
        yield from _no_step(draft.likeliest)
    elif not journey.vow.sure:
        yield "look: how a page says yes was not found; write it into said() of the journey"


def _asked_step(likely: Sequence[str]) -> str:
    typer.echo("By which step does the site promise something, as a seat or an account?")
    for number, title in enumerate(likely, 1):
        typer.echo(f"  {number}  {title}")
    said: str = typer.prompt("number; 0 for none of them", default="1")
    return "" if said.strip() == "0" else said.strip()


def _asked_roll() -> str:
    typer.echo("Where does the site list who holds what?")
    typer.echo("A path that answers with JSON lines, a CSV file, a SELECT, or none.")
    said: str = typer.prompt("roll", default="none")
    return said
