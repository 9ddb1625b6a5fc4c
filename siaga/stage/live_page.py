"""The LivePage of a run: its board as the part of a web page that is new every second.

It is drawn here, beside the run, so that Locust's master, who serves it, passes on a file that is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from siaga.judge.amount import clock, duration, number, seconds
from siaga.stage.live_chart import LiveChart, Mark, TimeAxis, lanes

MOST_FAULTS = 40

STAGES = {
    "preparing": "The run is being prepared",
    "sending": "Visitors are being sent",
    "reading": "Sending is over; the roll is read, audited and judged",
    "judged": "The run is over",
}
WORDS = {
    "met": "✓ met",
    "warned": "! met, with a warning",
    "broken": "✗ broken",
    "unknown": "? not known yet",
    "planned": "○ planned",
    "active": "● active, not proven yet",
    "proven": "● active, proven",
    "healed": "✓ proven and healed",
    "unproven": "? healed, never proven",
}
TONES = {
    "GO": "good",
    "GO_WITH_CONDITIONS": "caution",
    "NO_GO": "bad",
    "INCONCLUSIVE": "open",
}
"""What a state is called, with a sign beside the word, and what a verdict looks like."""


def live_page(board: Mapping[str, Any]) -> str:
    """Give the HTML of a board, as `Board` writes it; whatever it says is escaped."""
    axis = _axis(board)
    near = _near(board["faults"], board["view"]["elapsed_s"])
    faults = [_fault_band(axis, one, board["view"]["elapsed_s"]) for one in near]
    verdict = board["verdict"]
    decision = board["forecast"]["decision"] if verdict is None else verdict["decision"]
    return _template().render(
        board=board,
        stage=STAGES[board["stage"]],
        tone=TONES.get(decision, "quiet"),
        words=WORDS,
        phases=[axis.band(one["name"], one["from_s"], one["until_s"]) for one in board["phases"]],
        near=near,
        faults=faults,
        lanes=lanes(faults),
        ticks=list(axis.ticks()),
        charts=list(_charts(axis, board["strip"], closed=board["closed"])),
        objectives=list(_objectives(board)),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("siaga.stage"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"duration": duration, "share": "{:.0%}".format, "clock": clock}
    return environment.get_template("live.html.j2")


def _axis(board: Mapping[str, Any]) -> TimeAxis:
    strip = board["strip"]
    drawn_s = len(strip["arrived_per_s"]) * strip["every_s"]
    return TimeAxis(length_s=max(board["duration_s"], drawn_s, 1.0), every_s=strip["every_s"])


def _charts(axis: TimeAxis, strip: Mapping[str, Any], *, closed: bool) -> Iterator[LiveChart]:
    now = len(strip["arrived_per_s"])
    arrived = {"planned": strip["planned_per_s"], "arrived": strip["arrived_per_s"]}
    if closed:
        yield axis.chart("Visitors begun", {"arrived": strip["arrived_per_s"]}, _rate, now)
    else:
        yield axis.chart("Arrivals", arrived, _rate, now)
    yield axis.chart(
        "Steps served and failed",
        {"served": strip["served_per_s"], "failed": strip["failed_per_s"]},
        _rate,
        now,
    )
    slowest = "99 % of the steps took at most"
    yield axis.chart(slowest, {"p99": strip["p99_s"]}, seconds, now)
    if not closed or any(one is not None for one in strip["seats_left"]):
        yield axis.chart("Seats left", {"seats": strip["seats_left"]}, number, now)


def _rate(value: float) -> str:
    return f"{number(value)} /s"


def _near(faults: Sequence[Mapping[str, Any]], now_s: float) -> list[Mapping[str, Any]]:
    """Give the faults that are shown, in order: those at work, and those that begin nearest to now.

    A bad day may have a thousand, which nobody could read and every browser would draw each second.
    """

    def distance_s(place: int) -> float:
        """Give how far a fault is from now."""
        one = faults[place]
        if one["state"] in {"active", "proven"}:
            return -1.0
        begins_s = one["planned_s"] if one["from_s"] is None else one["from_s"]
        return float(abs(begins_s - now_s))

    nearest = sorted(range(len(faults)), key=distance_s)[:MOST_FAULTS]
    return [faults[place] for place in sorted(nearest)]


def _fault_band(axis: TimeAxis, fault: Mapping[str, Any], now_s: float) -> Mark:
    """Give the time of a fault: as it was, or as it is planned where it has not begun."""
    name = f"{fault['kind']} of {fault['target']}"
    if fault["from_s"] is None:
        return axis.band(f"{name}, planned", fault["planned_s"], fault["planned_s"] + fault["for_s"])
    return axis.band(name, fault["from_s"], now_s if fault["until_s"] is None else fault["until_s"])


def _objectives(board: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give the objectives as they stand, or as they were judged in the end."""
    judged = {} if board["verdict"] is None else board["verdict"]["objectives"]
    for one in board["objectives"]:
        yield {**one, **judged.get(one["id"], {})}
