"""The HarDraft: a journey and its scenario, made of recordings of a browser."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from siaga.draft.discretion import Discretion
from siaga.draft.exchange import Exchange, exchange_of
from siaga.draft.har import entries_of
from siaga.draft.hearing import discretion_of
from siaga.draft.journey_text import JourneyText, environment, names_of, titles_of, write
from siaga.draft.pause import Pause, pause_of
from siaga.draft.project import LOCUSTFILE, SCENARIO
from siaga.draft.visit import Visit, visit_of
from siaga.draft.vow import candidates, chosen, picked
from siaga.errors import UsageError

MOST_STEPS = 1_000
MOST_TOLD = 5
"""Sites that are named where the wanted one is not there."""

Asks = Callable[[Sequence[str]], str]
"""Asks which of several steps is the acknowledged one; an empty answer is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HarDraft:
    """What was made of recordings.

    Attributes:
        visit: the first of them, sorted.
        hosts: that it went to beside the site, without what their names may tell.
        journey: that was written of it.
        titles: what each step is called, as `POST /register`.
        likeliest: titles of what may be the acknowledged step, the likeliest first.
        files: text of each file, by its place in the project.
    """

    visit: Visit
    hosts: Sequence[str]
    journey: JourneyText
    titles: Sequence[str]
    likeliest: Sequence[str]
    files: dict[Path, str]


def from_har(
    paths: Sequence[Path],
    *,
    acknowledges: str = "",
    roll: dict[str, object] | None = None,
    site: str = "",
    asks: Asks | None = None,
) -> HarDraft:
    """Make a draft.

    Args:
        paths: recordings of one way; the first is the journey, and all tell how long people pause.
        acknowledges: the step by which the site promises something; empty: ask, or none.
        roll: what `site.roll` says; None without a roll.
        site: address of the site; empty: the one that most of the first recording went to.
        asks: asks whoever sits at the terminal; None: nobody does.

    Raises:
        UsageError: a recording cannot be read, nothing of it can be played, or no step is called so.
    """
    recordings = [
        [one for entry in entries if (one := exchange_of(entry))] for entries in entries_of(paths)
    ]
    visits = [visit_of(one, site.rstrip("/").lower()) for one in recordings]
    visit = visits[0]
    _refuse_unplayable(visit, paths[0], recordings[0])
    may = discretion_of(one for recording in recordings for one in recording)
    titles = titles_of(visit, may)
    likely = list(dict.fromkeys(titles[one] for one in candidates(visit.steps)))
    wanted = acknowledges or (asks(likely) if asks and likely else "")
    number = chosen(visit.steps, picked(wanted, likely), titles) if wanted else None
    journey = write(visit, pauses_of(visits, may), may, number)
    scenario = (
        environment()
        .get_template("scenario.yaml.j2")
        .render(
            roll=roll,
            row=journey.vow.row if journey.vow else None,
            promised=journey.promised,
            person=journey.person,
            patience_s=60 + 3 * int(sum(one.pause_s for one in visit.steps)),
        )
    )
    return HarDraft(
        visit=visit,
        hosts=[_host(name, may) for name, _ in visit.hosts.most_common()],
        journey=journey,
        titles=titles,
        likeliest=likely,
        files={LOCUSTFILE: journey.text, SCENARIO: scenario},
    )


def pauses_of(visits: Sequence[Visit], may: Discretion) -> dict[str, Pause | None]:
    """Fit the pause before each kind of step, over all recordings."""
    seen: dict[str, list[float]] = {}
    for visit in visits:
        for number, (name, step) in enumerate(zip(names_of(visit, may), visit.steps, strict=True)):
            if number:
                seen.setdefault(name, []).append(step.pause_s)
    return {name: pause_of(pauses) for name, pauses in seen.items()}


def _refuse_unplayable(visit: Visit, path: Path, exchanges: Sequence[Exchange]) -> None:
    if not visit.steps:
        origins = Counter(one.origin for one in exchanges).most_common(MOST_TOLD)
        known = ", ".join(origin for origin, _ in origins) or "none"
        asked = visit.origin or "any site"
        raise UsageError(f"{path}: has no answered request to {asked}; it has requests to {known}")
    steps = len(visit.steps)
    if steps > MOST_STEPS:
        raise UsageError(
            f"{path}: has {steps:,} steps; up to {MOST_STEPS:,} are allowed, record one way"
        )


def _host(name: str, may: Discretion) -> str:
    """Name a host by its words: some have the number of a customer in their name."""
    return ".".join(one if may.may_write_word(one) else "…" for one in name.split("."))
