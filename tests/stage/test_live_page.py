"""Claims about the live page: all of it is there, not in colours alone, and nothing breaks out."""

from html.parser import HTMLParser
from typing import Any

import pytest

from siaga.stage.live_page import live_page

EVIL = "<script>alert(1)</script>\"'&"

BOARD: dict[str, Any] = {
    "schema": 1,
    "run": "gate/2026",
    "scenario": "gate",
    "host": "http://127.0.0.1:1",
    "folder": "reports/gate/2026",
    "stage": "sending",
    "notes": [],
    "view": {"elapsed_s": 12.0},
    "rows": [["phase", "rush"], ["p99", "20 ms"], ["forecast", "GO so far"]],
    "duration_s": 20.0,
    "phases": [
        {"name": "doors", "from_s": 0.0, "until_s": 10.0},
        {"name": "rush", "from_s": 10.0, "until_s": 20.0},
    ],
    "closed": False,
    "strip": {
        "every_s": 5,
        "planned_per_s": [10.0, 20.0, 30.0, 40.0],
        "arrived_per_s": [10.0, 19.0],
        "served_per_s": [50.0, 90.0],
        "failed_per_s": [0.0, 1.0],
        "p99_s": [0.02, None],
        "seats_left": [100.0, 80.0],
    },
    "faults": [
        {
            "kind": "slow",
            "target": "registry",
            "planned_s": 15.0,
            "for_s": 5.0,
            "state": "planned",
            "from_s": None,
            "until_s": None,
            "proof": "",
        },
        {
            "kind": "kill",
            "target": "store",
            "planned_s": None,
            "for_s": 0.0,
            "state": "proven",
            "from_s": 6.0,
            "until_s": None,
            "proof": "process 7 is gone",
        },
    ],
    "objectives": [
        {
            "id": "errors",
            "key": True,
            "dry_run": False,
            "state": "met",
            "expression": "error ratio <= 5 %",
            "text": "1 % of all.",
            "used_ratio": 0.4,
        }
    ],
    "forecast": {
        "decision": "GO",
        "why": "1 of 1 objectives are met",
        "nearest": "errors",
        "used_ratio": 0.4,
        "text": "GO so far",
    },
    "verdict": None,
    "report": False,
}


class Read(HTMLParser):
    """What a page holds.

    Attributes:
        tags: how often each stands there.
        said: all its text.
        labels: what its pictures say to who does not see them.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.labels: list[str] = []
        self._words: list[str] = []
        self.feed(page)
        self.said = " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, and that nothing on it needs a style or a script of its own."""
        self.tags.append(tag)
        given = dict(attrs)
        assert not [name for name in given if name == "style" or name.startswith("on")]
        if label := given.get("aria-label"):
            self.labels.append(label)

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self._words.append(data)


def test_a_run_that_goes_on_is_told_whole() -> None:
    """The forecast, the numbers, the launch in charts that say what they show, objectives and faults."""
    read = Read(live_page(BOARD))
    for text in (
        "GO so far",
        "1 of 1 objectives are met",
        "Nearest its limit: errors , 40% of it used.",
        "Visitors are being sent: gate against http://127.0.0.1:1",
        "p99 20 ms",
        "errors key ✓ met 40% 40% 1 % of all.",
        "slow of registry ○ planned at 0:15 for 5 s - -",
        "kill of store ● active, proven not planned from 0:06 process 7 is gone",
        "One value stands for 5 s.",
    ):
        assert text in read.said
    assert read.labels == [
        "Phases: doors, rush. Faults: slow of registry, planned, kill of store.",
        "Arrivals, up to 50 /s: planned 20 /s, arrived 19 /s",
        "Steps served and failed, up to 100 /s: served 90 /s, failed 1 /s",
        "99 % of the steps took at most, up to 20 ms: p99 20 ms",
        "Seats left, up to 100: seats 80",
    ]


def test_a_run_that_is_over_says_its_verdict_and_leads_to_its_report() -> None:
    """The objectives are those that were judged, not those that stood."""
    verdict = {
        "decision": "NO_GO",
        "exit_code": 3,
        "reasons": ["errors: 6 % of all."],
        "objectives": {"errors": {"state": "broken", "text": "6 % of all.", "used_ratio": None}},
    }
    notes = ["the site ended with code 1"]
    judged = {**BOARD, "stage": "judged", "verdict": verdict, "notes": notes}
    assert "The report is being written." in Read(live_page(judged)).said
    page = live_page({**judged, "report": True})
    assert '<a href="run/report.html">Open the report</a>' in page
    read = Read(page)
    assert "NO GO errors: 6 % of all. Open the report It is in reports/gate/2026" in read.said
    assert "errors key ✗ broken - 6 % of all." in read.said
    assert "so far" not in read.said
    assert "Noted the site ended with code 1" in read.said


def test_before_anything_is_known_the_page_says_that() -> None:
    """No plan, no faults, no objectives: no chart breaks."""
    nothing: dict[str, Any] = {name: [] for name in BOARD["strip"]} | {"every_s": 1}
    forecast = {"decision": None, "why": "nothing was measured yet", "nearest": "", "used_ratio": 0.0}
    page = live_page(
        {**BOARD, "stage": "preparing", "strip": nothing, "faults": [], "objectives": []}
        | {"forecast": forecast, "rows": []}
    )
    said = Read(page).said
    assert "Nothing known yet" in said
    assert "The scenario harms nothing." in said
    assert "The scenario has none." in said
    assert 'd=""' in page


def test_of_a_very_bad_day_what_is_near_is_shown() -> None:
    """Those at work, however long they are, and those that begin nearest to now."""
    fault = BOARD["faults"][0]
    planned = [{**fault, "kind": f"f{at}", "planned_s": float(at)} for at in range(1_000)]
    planned[900] |= {"state": "active", "from_s": 1.0}
    said = Read(live_page({**BOARD, "view": {"elapsed_s": 500.0}, "faults": planned})).said
    shown = [at for at in range(1_000) if f"f{at} of registry " in said]
    assert shown == [*range(481, 520), 900]
    assert "960 others are further from now." in said


def _evil(fact: Any) -> Any:  # noqa: ANN401 - whatever a board holds
    """Put what is evil in place of every text that somebody else may have written."""
    if isinstance(fact, dict):
        kept = {"stage", "state", "decision"}
        return {key: one if key in kept else _evil(one) for key, one in fact.items()}
    if isinstance(fact, list):
        return [_evil(one) for one in fact]
    return EVIL if isinstance(fact, str) else fact


@pytest.mark.parametrize("judged", [False, True])
def test_nothing_that_a_run_says_breaks_out_of_its_place(*, judged: bool) -> None:
    """A site, a scenario or a fault may call itself what it likes."""
    verdict = {"decision": "GO", "exit_code": 0, "reasons": [EVIL], "objectives": {}}
    board = _evil({**BOARD, "notes": ["one"]}) | {"verdict": verdict if judged else None}
    page = live_page(board)
    assert "<script" not in page
    assert EVIL in Read(page).said


def test_a_closed_model_shows_no_plan_and_no_seats_that_nobody_tells_of() -> None:
    """Visitors are begun by Locust, and few sites of a stock Locust file have seats."""
    strip = {**BOARD["strip"], "seats_left": [None] * len(BOARD["strip"]["seats_left"])}
    read = Read(live_page({**BOARD, "closed": True, "strip": strip}))
    assert [one.partition(",")[0] for one in read.labels[1:]] == [
        "Visitors begun",
        "Steps served and failed",
        "99 % of the steps took at most",
    ]
