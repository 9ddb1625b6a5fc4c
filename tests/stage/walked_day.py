"""The day of mistakes: a scenario on which somebody comes for every journey of the tests."""

from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("walked_journeys.py")
"""Not imported here: Locust would patch this process."""

CODE = FILE.read_text(encoding="utf-8").splitlines()

MISTAKEN = [
    "wrong-csrf", "no-form", "no-receipt", "no-row", "wrong-status", "other-form", "cut-off", "too-fast",
    "asking", "busy", "asleep", "broken", "hopeless",
]  # fmt: skip


def walked_day(tmp_path: Path) -> Path:
    """Write a day on which somebody comes for every journey."""
    populations: list[dict[str, Any]] = [
        {"name": name, "journey": name, "people": 1} for name in MISTAKEN
    ]
    funnel = [{"name": "registered", "goes_on": "50 %"}]
    populations.append({"name": "sound", "journey": "sound", "funnel": funnel})
    day = {
        "name": "walked-day",
        "description": "A day of mistakes.",
        "seed": 3,
        "locustfile": str(FILE),
        "traffic": {
            "arrivals": "even",
            "phases": [{"name": "doors", "for": "2 s", "rate": "20/s"}],
            "populations": populations,
            "patience": "5 s",
            "step-deadline": "5 s",
        },
        "site": {"roll": {"path": "/roll", "token": "${TOKEN}", "content": ["name"]}, "metrics": None},
        "outcomes": [
            {
                "step": "full",
                "status": 409,
                "body": {"error": "full"},
                "outcome": "refused",
                "why": "No seat is left.",
            }
        ],
        "objectives": [{"id": "errors", "expect": "error ratio <= 1 %"}],
        "caps": {"bytes": 1_000},
        "feeds": [{"name": "vouchers", "file": "vouchers.csv", "for": ["sound"], "when-out": "leave"}],
    }
    (tmp_path / "vouchers.csv").write_text("code\nA-1\n", encoding="utf-8")
    path = tmp_path / "day.yaml"
    path.write_text(yaml.safe_dump(day), encoding="utf-8")
    return path
