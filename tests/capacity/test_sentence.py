"""Claims about the sentence of a search: the answer, what broke it, and what saturated first."""

from dataclasses import replace
from pathlib import Path

import pytest

from siaga.capacity.level import Level, Outcome, Purpose
from siaga.capacity.reading import Reading
from siaga.capacity.resources import LAG_S, readings
from siaga.capacity.sentence import LEVEL_HEADINGS, level_row, remarks, sentence
from tests.capacity.made_up_sites import level
from tests.capacity.results import found, of, told
from tests.capacity.scraped import glass

UP, DOWN = level(20.0, Outcome.HELD), level(29.0, Outcome.BROKEN)
HOT = level(20.0, Outcome.BROKEN, Purpose.COOL_DOWN)
LATE = replace(level(29.0, Outcome.LIMITED, Purpose.AGAIN), by=("generator-on-time",))
SHORT, REST = (replace(level(rate, Outcome.OPEN, Purpose.AGAIN), longer_s=9.0) for rate in (20.0, 200.0))
LONGER = "ask for a longer --hold, or begin with more"
TORN = [
    level(rate, outcome)
    for outcome in (Outcome.BROKEN, Outcome.HELD)
    for rate in [*[21.0, 22.4] * 2, *[20.0 if outcome is Outcome.HELD else 24.0] * 3]
]
FIRST = replace(LATE, ask=replace(LATE.ask, purpose=Purpose.STEP))


def test_what_was_found_is_said_in_one_sentence() -> None:
    """Capacity, interval, what broke, what saturated first."""
    assert sentence(found()) == (
        "capacity 39.2/s, between 38.3 and 40.1 arrivals a second; broken by latency;"
        " saturated first: configured capacity, from 38.3/s on"
    )
    assert list(remarks(found())) == []


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ([], "nothing is known: no level was played to its end"),
        ([UP], "at least 20 arrivals a second, as far as was played"),
        (
            [UP, FIRST, LATE],
            "at least 20 arrivals a second: at 29/s the generator was at its limit (generator-on-time)",
        ),
        (
            [UP, level(200.0, Outcome.HELD)],
            "at least 200 arrivals a second: everything held at the most that was to be sent",
        ),
        ([SHORT, REST], f"nothing is known: too little was seen to decide latency; {LONGER}"),
        (
            [UP, REST],
            f"at least 20 arrivals a second: too little was seen to decide latency; {LONGER}",
        ),
        (
            [SHORT, *[level(20.5, Outcome.BROKEN)] * 3],
            (
                "less than 20.5 arrivals a second: too little was seen to decide latency; "
                f"{LONGER}; the site tells nothing of what it ran out of"
            ),
        ),
        (
            TORN,
            (
                "between 20 and 24 arrivals a second: plays disagree over more than the 5 % that were"
                " asked for; broken by latency; the site tells nothing of what it ran out of"
            ),
        ),
        (
            [level(0.5, Outcome.BROKEN)],
            "less than 0.5/s: nothing held, by latency; the site tells nothing of what it ran out of",
        ),
        (
            [UP, DOWN, HOT, HOT, HOT],
            (
                "between 20 and 29 arrivals a second: after 29/s the site did not come back to what it"
                " had held; broken by latency; the site tells nothing of what it ran out of"
            ),
        ),
        (
            [told(UP), told(level(24.0, Outcome.BROKEN))],
            (
                "between 20 and 24 arrivals a second, as far as was played; broken by latency; nothing"
                " that the site tells of was at its limit; configured capacity was fullest"
            ),
        ),
    ],
)
def test_each_ending_has_its_sentence(levels: list[Level], said: str) -> None:
    """None but the first is called a capacity."""
    assert sentence(of(*levels)) == said


def test_what_has_no_limit_that_is_known_is_never_called_full() -> None:
    """Neither in the answer nor in the row of a level."""
    cores = Reading(name="CPU", value=1.2, limit=None, text="1.2 cores")
    up, down = (replace(one, readings=(cores,)) for one in (UP, level(24.0, Outcome.BROKEN)))
    assert sentence(of(up, down)).endswith("the site tells nothing of what it ran out of")
    assert level_row(1, down)[5] == ""


def test_what_is_to_be_known_is_told_of_beside_it() -> None:
    """Contradictions, hysteresis, ends that were not confirmed, objectives that were left out."""
    levels = [
        UP,
        DOWN,
        HOT,
        level(29.0, Outcome.HELD, Purpose.CONFIRMATION),
        level(40.0, Outcome.BROKEN),
    ]
    assert list(remarks(of(*levels, left_out=("seats: it looks at the end of a day",)))) == [
        "At 29/s it held in 1 of 2 plays.",
        "Hysteresis: after 29/s a load that had held did not hold at once.",
        "The ends of the interval were not played until one result led by three plays.",
        "Left out: seats: it looks at the end of a day.",
    ]


def test_of_what_hysteresis_shows_in_and_where_chance_decides_a_sentence_is_told() -> None:
    """A load that held before anything was broken and never after; one that is no end."""
    again = level(20.0, Outcome.BROKEN, Purpose.CONFIRMATION)
    assert "Hysteresis: 20/s held before anything was broken, and did not after it." in list(
        remarks(of(UP, DOWN, again, again))
    )
    said = "At 21/s it held in 2 of 4 plays: chance decides there, and it is no end of the interval."
    assert said in list(remarks(of(*TORN)))


def test_a_level_is_a_row_of_a_table() -> None:
    """What nobody told of stays empty."""
    row = ("3", "29/s", "step", "broken", "latency", "configured capacity 72.5 %", "75 %")
    assert level_row(3, told(DOWN)) == row
    assert level_row(1, UP) == ("1", "20/s", "step", "held", "", "", "")
    assert len(LEVEL_HEADINGS) == len(row)


POOL = '{name}{{{of}state="in_use"}} {used}\n{name}{{{of}state="most"}} 1'
CALLS = 'site_neighbour_calls_total{{neighbour="registry",result="{end}"}} {calls}'


def page(second: int, used: float, cause: str) -> str:
    """Give what a site shows of a cause, of which a share is used, and of another that has room."""
    registry = 'neighbour="registry",'
    limited = second if used > 0.9 else 0
    shows = {
        "CPU": f"process_cpu_seconds_total {used * second}",
        "event loop": f"site_event_loop_lag_seconds {used * LAG_S}",
        "store pool": POOL.format(name="site_store_readers", of="", used=used),
        "registry pool": POOL.format(name="site_neighbour_places", of=registry, used=used),
        "commit": f"site_commit_duration_seconds_sum {used * second}",
        "registry limit": "\n".join(
            CALLS.format(end=end, calls=calls)
            for end, calls in (("answered", 9 * second), ("limited", limited))
        ),
        "nothing": "theirs_total 3",
    }
    return f"{shows[cause]}\nsite_http_requests_in_flight 3\nsite_admission_limit 64"


def slow(place: Path, cause: str, *used: float, whole: bool = True) -> list[Level]:
    """Give the levels of a site that gets slow at 29/s, when a share of a cause is used at each."""
    levels = []
    for rate_per_s, share in zip((20.0, 24.0, 29.0, 40.0), used, strict=False):
        (place / f"{rate_per_s}").mkdir()
        pages = (page(second, share, cause) for second in range(4))
        shown = [one if whole else one.partition("\n")[0] for one in pages]
        outcome = Outcome.HELD if rate_per_s < 29.0 else Outcome.BROKEN
        seen = readings(glass(place / f"{rate_per_s}", *shown))
        levels.append(replace(level(rate_per_s, outcome), readings=seen))
    return levels


@pytest.mark.parametrize(
    "cause", ["CPU", "event loop", "store pool", "registry pool", "commit", "registry limit"]
)
def test_of_a_site_that_is_merely_slow_what_was_full_is_named(cause: str, tmp_path: Path) -> None:
    """No request fails; latency alone breaks, and the site's own numbers say what it ran out of."""
    said = sentence(of(*slow(tmp_path, cause, 0.5, 0.8, 1.0)))
    assert said.endswith(f"broken by latency; saturated first: {cause}, from 29/s on")


def test_of_a_slow_site_that_has_enough_of_all_it_tells_of_the_fullest_is_named(tmp_path: Path) -> None:
    """It waits for something of which it tells nothing."""
    said = sentence(of(*slow(tmp_path, "commit", 0.2, 0.3, 0.4)))
    assert said.endswith(
        "broken by latency; nothing that the site tells of was at its limit; commit was fullest"
    )


def test_of_a_slow_site_that_tells_nothing_nothing_is_known(tmp_path: Path) -> None:
    """And that is what is said: no cause is guessed."""
    said = sentence(of(*slow(tmp_path, "nothing", 0.0, 0.0, 0.0, whole=False)))
    assert said.endswith("broken by latency; the site tells nothing of what it ran out of")


def test_what_was_full_above_the_load_that_broke_is_not_said_to_have_broken_it(tmp_path: Path) -> None:
    """It ran out later, and is told of as that."""
    said = sentence(of(*slow(tmp_path, "CPU", 0.5, 0.6, 0.7, 1.0)))
    assert said.endswith(
        "nothing that the site tells of was at its limit up to 29/s; first above it: CPU, from 40/s on"
    )
