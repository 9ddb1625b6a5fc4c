"""The pictures of docs/ideas.md, drawn of what `make truth` has measured and of one sum.

    .venv/bin/python benchmarks/ideas.py

They are drawn of benchmarks/results.md, so they follow a new measurement. The first is no measurement:
it says what everybody waits who comes when planned, and what ten users meet who wait for the site.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import vl_convert

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
VEGA_LITE = "6.4"

CLOCK, SITE = "people come by the clock", "people wait for the site"
SHORT = "by the clock, but too few"
COLOURS = {CLOCK: "#1d6fb8", SITE: "#c4501b", SHORT: "#8a8f98"}
WAITING = (" paced", " poisson")
"""Ends of the names of Locust's users, each of whom waits for an answer before it comes again."""

STALL_FROM_S, STALL_UNTIL_S, LASTS_S, ANSWER_S = 8.0, 13.0, 20.0, 0.005
PER_S, USERS, PAUSE_S = 20, 10, 1.5


def main() -> int:
    """Draw every picture."""
    PICTURES.mkdir(exist_ok=True)
    for name, text in pictures().items():
        (PICTURES / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"docs/pictures/{name}\n")
    return 0


def pictures() -> dict[str, str]:
    """Give the SVG of each picture by its file's name."""
    specs = {
        "ideas-waits.svg": _waits(),
        "ideas-stall.svg": _bars(
            _column("Latency: a stall of 5 s", "p99", per=1000),
            "p99 of a stall of 5 s, in seconds, as each contender reports it",
        ),
        "ideas-arrivals.svg": _bars(
            _column("Arrivals: the fullest tenth of a second", "on average", per=1),
            "Share of a second's arrivals in its fullest 100 ms, in percent; 10 is perfectly even",
        ),
    }
    return {name: vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE) for name, spec in specs.items()}


def _column(section: str, heading: str, *, per: float) -> list[dict[str, Any]]:
    """Read a column of one of the tables of the results."""
    results = (ROOT / "benchmarks" / "results.md").read_text(encoding="utf-8")
    table = results.partition(f"### {section}\n")[2].partition("\n### ")[0]
    rows = [
        [cell.replace("*", "").strip() for cell in line.strip("|").split("|")]
        for line in table.splitlines()
        if line.startswith("|") and "---" not in line
    ]
    place = next(n for n, cell in enumerate(rows[0]) if cell.startswith(heading))
    return [
        {
            "name": name.removesuffix(", ms"),
            "value": float(re.sub(r"[,%]| *\(.*", "", row[place])) / per,
            "kind": _kind(name, dict(zip(rows[0], row, strict=True))),
        }
        for row in rows[1:]
        if "service time" not in (name := row[0])
    ]


def _kind(name: str, row: dict[str, str]) -> str:
    """Say how the people of a contender come."""
    if name.startswith("Locust") and name.endswith(WAITING):
        return SITE
    return CLOCK if row.get("not sent", "0") == "0" else SHORT


def _bars(rows: list[dict[str, Any]], title: str) -> dict[str, Any]:
    y = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 260}}
    x = {"field": "value", "type": "quantitative", "title": None}
    return {
        **_frame(title),
        "data": {"values": rows},
        "encoding": {"y": y, "x": x},
        "layer": [
            {"mark": "bar", "encoding": {"color": _colour(*COLOURS)}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4},
                "encoding": {"text": {"field": "value", "format": ".3~r"}},
            },
        ],
    }


def _waits() -> dict[str, Any]:
    x = {"field": "at", "type": "quantitative", "title": "when a person comes, seconds"}
    y = {"field": "wait", "type": "quantitative", "title": "how long that person waits, seconds"}
    encoding = {"x": x, "y": y, "color": _colour(CLOCK, SITE)}
    line = {"data": {"values": list(_people())}, "mark": {"type": "line", "strokeWidth": 3}}
    points = {"data": {"values": list(_users())}, "mark": {"type": "circle", "size": 44}}
    return {
        **_frame("A site that stands still from 8 s to 13 s, asked by people and by ten users"),
        "encoding": encoding,
        "layer": [line, points],
    }


def _people() -> Iterator[dict[str, Any]]:
    """Give everybody who comes when planned."""
    for number in range(int(LASTS_S * PER_S)):
        at_s = number / PER_S
        stands = STALL_FROM_S <= at_s < STALL_UNTIL_S
        wait_s = (STALL_UNTIL_S - at_s if stands else 0.0) + ANSWER_S
        yield {"at": at_s, "wait": round(wait_s, 4), "kind": CLOCK}


def _users() -> Iterator[dict[str, Any]]:
    """Give the requests of ten users who come again a moment after their last answer."""
    for user in range(USERS):
        at_s = user * PAUSE_S / USERS
        while at_s < LASTS_S:
            stands = STALL_FROM_S <= at_s < STALL_UNTIL_S
            wait_s = (STALL_UNTIL_S - at_s if stands else 0.0) + ANSWER_S
            yield {"at": round(at_s, 4), "wait": round(wait_s, 4), "kind": SITE}
            at_s += wait_s + PAUSE_S


def _colour(*kinds: str) -> dict[str, Any]:
    scale = {"domain": list(kinds), "range": [COLOURS[kind] for kind in kinds]}
    legend = {"title": None, "orient": "bottom", "labelLimit": 260}
    return {"field": "kind", "type": "nominal", "scale": scale, "legend": legend}


def _frame(title: str) -> dict[str, Any]:
    return {
        "title": {"text": title, "anchor": "start", "fontSize": 13},
        "background": "white",
        "padding": 12,
        "width": 520,
        "height": {"step": 22} if "stands" not in title else 240,
        "config": {"font": "sans-serif", "view": {"stroke": None}},
    }


if __name__ == "__main__":
    sys.exit(main())
