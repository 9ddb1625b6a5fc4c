"""The end of a dry run as a terminal shows it: the roll, what a full run would send, what is wrong."""

from collections.abc import Iterator

from rich.console import Console
from rich.filesize import decimal
from rich.text import Text

from siaga.cli.walk_page import BAD, GOOD, SOFT, Line, put
from siaga.judge.amount import duration
from siaga.stage.dry_run import DryRun, RollFacts
from siaga.stage.outlook import Outlook

HOW = (
    "Told from one walk of each journey: what it sent, as far as the funnel lets people come, times the"
    " visitors. Chances count as the walk took them; what people do when the site fails (reactions:"
    " retries, reloads, coming back) comes on top."
)


def show_end(to: Console, run: DryRun) -> None:
    """Print what came of a dry run, below its walks."""
    put(to, _roll(run.roll))
    put(to, [(0, Text()), (0, Text("a full run would send", style="bold"))])
    put(to, _groups(run.outlook))
    put(to, _sums(run.outlook))
    put(to, _said(run))


def _roll(roll: RollFacts) -> Iterator[Line]:
    yield 0, Text()
    yield 0, Text("roll", style="bold")
    if not roll.configured:
        yield 2, Text("none is configured (site.roll): no promise can be looked up")
    elif roll.error:
        yield 2, Text(f"! {roll.error}", style=BAD)
    else:
        entries = f"{roll.entries:,} {'entry' if roll.entries == 1 else 'entries'} after the walk"
        yield 2, Text(f"{entries}, {roll.strangers:,} of them new and not ours")
        for one in roll.found:
            mark = "· " if one.held else "! "
            yield 2, Text(mark + one.text, style=GOOD if one.held else BAD)
        if not roll.found:
            yield 2, Text("no promise was asked for, so there is nobody to look for")


def _groups(outlook: Outlook) -> Iterator[Line]:
    for one in outlook.groups:
        least = "" if one.whole or not one.walked else "at least "
        walked = "" if one.walked or not one.visitors else "; nobody walked"
        sends = f"{least}{one.requests:,} requests, {least}{one.promises:,} promises{walked}"
        yield (
            2,
            Text(f"{one.name}: ", style="bold").append(
                f"{one.visitors:,} visitors, {sends}", style="not bold"
            ),
        )
        phases = ", ".join(f"{name} {many:,}" for name, many in one.by_phase.items() if many)
        yield 6, Text(f"come in {phases}" if phases else "nobody comes")
        if one.stages:
            reach = ", ".join(f"{name} {many:,}" for name, many in one.stages.items())
            yield 6, Text(f"reach {reach}")


def _sums(one: Outlook) -> Iterator[Line]:
    abusers = f", and {one.abusers:,} who mean harm, for whom nobody walked" if one.abusers else ""
    length = f"{duration(one.duration_s)} and up to {duration(one.patience_s)} of patience"
    rows = {
        "arrivals": f"{one.visitors:,}, at most {one.peak_arrivals_per_s:,} in a second{abusers}",
        "requests": f"{one.requests:,}, at most {one.peak_requests_per_s:,}/s,"
        f" in second {one.peak_at_s:,}; {one.beside:,} of them beside the site",
        "bytes": f"{decimal(one.sent_bytes)} up, {decimal(one.received_bytes)} down",
        "promises": f"{one.promises:,}",
        "people": f"{one.identities:,} of whom the site may learn who they are",
        "at once": f"{one.inside:,} visitor{'s' * (one.inside != 1)} inside",
        "length": length,
        "run folder": f"{decimal(one.folder_bytes)}, roughly",
    }
    for name, text in rows.items():
        yield 2, Text(f"{name:<11}").append(text)
    yield 2, Text(HOW, style=SOFT)


def _said(run: DryRun) -> Iterator[Line]:
    yield 0, Text()
    for note in run.notes:
        yield 0, Text(f"mind: {note}")
    for problem in run.problems:
        yield 0, Text(f"! {problem}", style=BAD)
    if not run.problems:
        walked = len(run.walks)
        yield 0, Text(f"{walked} journey{'s' * (walked != 1)} walked, nothing is wrong", style=GOOD)
