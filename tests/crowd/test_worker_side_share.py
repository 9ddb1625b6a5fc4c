"""Claims about workers that cannot play their share: they say why, and end with a code that says so."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from siaga.record.run_record import RunRecord
from tests.crowd.hostile_site import HostileSite, ok, says
from tests.crowd.locust_run import LocustRun, run_script

Start = Callable[..., HostileSite]
Prepare = Callable[..., LocustRun]

NO_SHARE = """
import logging
import sys
from locust.env import Environment
from locust.runners import LocalRunner, WorkerRunner
from siaga.crowd.worker_side import WorkerSide

class Worker(WorkerRunner):
    def __init__(self):
        pass

    def register_message(self, *_, **__):
        pass

class Alone(LocalRunner):
    def __init__(self):
        pass

    register_message = Worker.register_message

logging.basicConfig(stream=sys.stdout, format="%(message)s")
environment = Environment()
WorkerSide(environment, {"worker": Worker, "alone": Alone}[sys.argv[1]]())
environment.events.test_start.fire(environment=environment)
print(environment.process_exit_code)
"""


@pytest.mark.parametrize(("kind", "code"), [("worker", "70"), ("alone", "None")])
def test_a_worker_that_was_given_no_share_plays_nothing(kind: str, code: str) -> None:
    """Its process ends with an error; where there is only one, its code is the master's business."""
    assert run_script(NO_SHARE, kind).splitlines() == [
        "worker: has no share: the run had begun already, or the master has no plug-in",
        code,
    ]


def test_a_worker_with_another_locust_file_ends_the_run_before_anything_is_sent(
    site: Start, run: Prepare
) -> None:
    """Its journeys may not be those of the run; its own code and the master's say that it failed."""
    at = site(says(ok(b"page")))
    made = run(at.url, 'me.get("/", step="home")', length="600 s")
    replace(RunRecord.read(made.folder.run), locustfile_digest="0" * 64).write(made.folder.run)
    made.start_all(1, spool=True)
    code, said = made.end("master")
    assert code == 70, said
    refused = f"Locust file {made.locustfile}: is not the master's; the same file is needed here"
    assert f"worker 0 stopped: {refused}" in said
    assert made.end("worker-0")[0] == 70
    assert (at.heard, list(made.spool.iterdir())) == ([], [])
