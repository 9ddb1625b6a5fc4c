"""Claims about the plug-in, by real Locust processes against a small site."""

import json
import re
from collections import Counter
from collections.abc import Callable

import pytest

from siaga.record.collection import Collection
from siaga.record.run_record import PlanRecord
from tests.crowd.hostile_site import HostileSite, Talk, ok
from tests.crowd.locust_run import LocustRun, run_script
from tests.record.whole_interval import intervals

Start = Callable[..., HostileSite]
Prepare = Callable[..., LocustRun]

BROWSE_AND_JOIN = """
me.get("/", step="home")
seat(me)
"""


def fair(talk: Talk) -> None:
    """Give everybody a page and a seat."""
    while True:
        asked = talk.hear()
        talk.say(
            ok(b'{"seat": "s-1"}', status=b"201 Created" if asked.startswith(b"POST") else b"200 OK")
        )


def _counted(made: LocustRun) -> Counter[str]:
    count: Counter[str] = Counter()
    for tally in made.tallies():
        count["arrived"] += tally.arrived
        count["finished"] += tally.finished
        count["dropped"] += tally.dropped
        for step, number in tally.steps.items():
            count[step] += number.good
            count[f"{step} failed"] += number.failed
    return +count


def _told_by_locust(said: str) -> dict[str, int]:
    """Give the numbers of requests in Locust's own JSON, which ends what it prints."""
    found = re.search(r"^\[$.*^\]$", said, re.DOTALL | re.MULTILINE)
    assert found is not None, said
    return {entry["name"]: entry["num_requests"] for entry in json.loads(found[0])}


@pytest.mark.parametrize(
    ("workers", "spool"),
    [(0, False), (0, True), (1, False), (1, True)],
    ids=["one-process", "one-process-spooled", "master-and-worker", "master-and-worker-spooled"],
)
def test_a_whole_day_is_sent_counted_and_written_down(
    site: Start,
    run: Prepare,
    workers: int,
    spool: bool,  # noqa: FBT001
) -> None:
    """Every planned arrival arrives, ledger and promises agree, and Locust counts what siaga counts."""
    at = site(fair)
    made = run(at.url, BROWSE_AND_JOIN)
    if workers:
        made.start_all(workers, spool=spool)
    else:
        environ = {"SIAGA_SPOOL": str(made.spool)} if spool else {}
        made.start("master", "--headless", "--json", environ=environ)
    code, said = made.end("master")
    assert code == 0, said
    planned = sum(PlanRecord.read(made.folder.plan).planned)
    assert _counted(made) == {"arrived": 40, "finished": 40, "home": 40, "join": 40}
    assert planned == 40
    assert [tally.closed for tally in made.tallies()][-1]
    assert len(made.ledger("invoke")) == len(made.ledger("complete")) == 40
    assert {fact["outcome"] for fact in made.ledger("complete")} == {"ok"}
    samples: Counter[str] = Counter()
    for one in intervals(made.folder.latency_logs()):
        samples[f"{one.step} {one.intended}"] += one.latencies.get_total_count()
    assert samples == {"home True": 40, "home False": 40, "join True": 40, "join False": 40}
    assert _told_by_locust(said) == {"home": 40, "join": 40}
    assert len(at.heard) == 80
    (collected,) = Collection.read(made.folder.collection).workers
    assert collected.in_place is not spool
    assert all(file.confirmed for file in collected.files.values())
    assert list(made.spool.glob("*")) == []


def test_a_worker_of_any_locust_file_looks_up_locusts_defaults_once() -> None:
    """It would hold its visitors up each time that Locust asks, of a stock file or of a Launch."""
    script = """
        from locust import argument_parser, events
        from locust.env import Environment
        from locust.runners import WorkerRunner
        from siaga.crowd import plugin

        class Worker(WorkerRunner):
            def __init__(self):
                pass

            def register_message(self, *_, **__):
                pass

        events.init.fire(environment=Environment(events=events), runner=Worker())
        print(argument_parser.default_args_dict() is argument_parser.default_args_dict())
        """
    assert run_script(script) == "True\n"
