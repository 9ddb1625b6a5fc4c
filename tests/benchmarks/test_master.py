"""Claims about the master's benchmark: what is sent is what a run wrote, and each miss is told."""

import json

import pytest

from tests.benchmarks.conftest import FOLDER, Script

EXAMPLE = FOLDER.parent / "reports" / "example"


def test_a_worker_sends_as_much_as_one_of_the_example_run_wrote(script: Script) -> None:
    """For so many requests of the ledger, for a second of tallies and latencies."""
    offered = script("master_reporter").offered(EXAMPLE)
    files = {
        "ledger": EXAMPLE / "ledger" / "worker-0.jsonl",
        "tallies": EXAMPLE / "evidence" / "worker-0.jsonl",
        "latency": EXAMPLE / "latency" / "worker-0.hlog",
    }
    seconds = [json.loads(line) for line in files["tallies"].read_text().splitlines()]
    sent = sum(one["sent"] for one in seconds)
    each = {name: path.stat().st_size / len(seconds) for name, path in files.items()}
    each["ledger"] *= len(seconds) * 2_500 / sent
    assert {name: part.length_bytes for name, part in offered.items()} == {
        name: round(size) for name, size in each.items()
    }
    assert 80_000 < offered["ledger"].length_bytes < 100_000


@pytest.mark.parametrize(
    ("ratio", "arrived", "silence_s", "said"),
    [
        (0.75, 0.9, 1.9, []),
        (0.76, 1.0, 1.0, ["200 workers take 0.76 of a core; 0.75 is the target."]),
        (0.5, 0.89, 1.0, ["of what 200 workers sent 89% came in; 90% has to."]),
        (0.5, 1.0, 2.0, ["200 workers heard nothing for 2.0 s; 2 s is too long."]),
    ],
    ids=["met", "busy", "behind", "silent"],
)
def test_a_master_that_is_busy_behind_or_silent_misses(
    script: Script, ratio: float, arrived: float, silence_s: float, said: list[str]
) -> None:
    """Each with its figure."""
    assert list(script("master").wrong(200, ratio, arrived, silence_s)) == said
