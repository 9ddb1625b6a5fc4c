"""Claims about how runs begin and end on the side of Locust's master."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
import urllib3

from siaga.record.end_record import EndRecord
from siaga.record.run_record import RunRecord
from siaga.stage.free_port import free_port
from tests.crowd.hostile_site import HostileSite, Talk, ok
from tests.crowd.locust_run import LocustRun, run_script
from tests.crowd.waiting import until

Start = Callable[..., HostileSite]
Prepare = Callable[..., LocustRun]

BY_HAND = """
import subprocess
from pathlib import Path

from siaga.crowd import master_side
from siaga.errors import ExitCode
from siaga.record.run_folder import RunFolder


def conclude(folder, *, strict):
    gevent.sleep(0.3)
    print(f"CONCLUDED strict={strict}", flush=True)
    return ExitCode.NO_GO


def observe(*_):
    observer = subprocess.Popen(["sleep", "600"])
    print(f"OBSERVER {observer.pid}", flush=True)
    return observer


def export(*_, page):
    exporter = subprocess.Popen(["sleep", "600"])
    print(f"EXPORTER {exporter.pid}", flush=True)
    return exporter


master_side.prepare = lambda *_: RunFolder(Path(__file__).parent / "run")
master_side.observe, master_side.export, master_side.conclude = observe, export, conclude
"""

LOST = f"""{BY_HAND}
from siaga.record.run_record import AbortRecord


def follow(folder):
    AbortRecord(objective="errors", at_s=1, why="it was lost beyond repair").write(folder.abort)
    follower = subprocess.Popen(["sleep", "600"])
    print(f"FOLLOWER {{follower.pid}}", flush=True)
    return follower


master_side.follow = follow
"""

UNGUARDED = f"""{BY_HAND}
master_side.guard = lambda _folder: subprocess.Popen(["false"])
"""

SMALL_FILES = """
import resource

if "--master" in sys.argv:
    resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, 6_000))
"""

REFUSED = """
from siaga.crowd import command, master_side
from siaga.errors import ExitCode


def refuse(*_):
    raise command.CommandError("the target has not agreed", ExitCode.REFUSED)


master_side.prepare = refuse
"""


def _silent(talk: Talk) -> None:
    talk.hear()
    talk.wait()


def _fair(talk: Talk) -> None:
    while talk.hear():
        talk.say(ok(b'{"seat": "s"}', status=b"201 Created"))


@pytest.mark.parametrize("workers", [0, 1], ids=["one-process", "master-and-worker"])
def test_an_interrupted_run_closes_everything_and_does_not_wait_for_the_site(
    site: Start, run: Prepare, workers: int
) -> None:
    """Ctrl-C cuts the waiting visitors off, their promises stay open, and the last tally is written."""
    made = run(site(_silent).url, "seat(me)", patience="600 s", deadline="600 s")
    if workers:
        made.start_all(workers)
    else:
        made.start("master", "--headless")
    until(lambda: len(made.ledger("invoke")) == 40)
    made.processes["master"].send_signal(signal.SIGINT)
    code, said = made.end("master")
    assert code == 0, said
    assert "did not close in time" not in said
    assert [tally.closed for tally in made.tallies()][-1]
    assert sum(tally.finished for tally in made.tallies()) == 40
    assert made.ledger("complete") == []


@pytest.mark.parametrize(
    ("sign", "journey"),
    [(None, "seat(me)"), (signal.SIGINT, "gevent.sleep(600)"), (signal.SIGTERM, "gevent.sleep(600)")],
    ids=["to-the-end", "ctrl-c", "sigterm"],
)
def test_plain_locust_concludes_once_and_ends_with_the_verdict(
    site: Start, run: Prepare, sign: signal.Signals | None, journey: str
) -> None:
    """However it ends, it is judged once, nobody watches any more, the exit code is the verdict's."""
    made = run(site(_fair).url, journey, patience="600 s", more=BY_HAND)
    process = made.start("master", "--headless", environ={"SIAGA_RUN": "", "SIAGA_STRICT": "1"})
    if sign is not None:
        until(lambda: any(tally.arrived for tally in made.tallies()))
        process.send_signal(sign)
    code, said = made.end("master")
    assert code == 3, said
    assert said.count("CONCLUDED strict=True") == 1
    watching = [int(said.partition(name)[2].split()[0]) for name in ("OBSERVER ", "EXPORTER ")]
    assert [one for one in watching if Path(f"/proc/{one}").exists()] == []
    record = RunRecord.read(made.folder.run)
    assert (record.interrupted, bool(record.ended_at)) == (sign is not None, True)


@pytest.mark.parametrize("asked", [True, False], ids=["asked-for", "not-asked-for"])
def test_plain_locust_ends_early_for_an_objective_that_is_lost(
    site: Start, run: Prepare, *, asked: bool
) -> None:
    """It closes as ever, is judged, and whoever looked for that is gone; nobody looks unasked."""
    made = run(site(_fair).url, "gevent.sleep(1)", length="2 s", more=LOST)
    text = made.folder.scenario.read_text(encoding="utf-8")
    written = text.replace("abort: false", "abort: {after: 1 s}" if asked else "abort: false")
    made.folder.scenario.write_text(written, encoding="utf-8")
    made.start("master", "--headless", environ={"SIAGA_RUN": ""})
    code, said = made.end("master")
    assert code == 3, said
    record = RunRecord.read(made.folder.run)
    assert record.interrupted is False
    assert (record.aborted_for, record.aborted_at_s) == (("errors", 1) if asked else ("", 0))
    assert ("FOLLOWER" in said) is asked
    pids = [int(said.partition("FOLLOWER ")[2].split()[0])] if asked else []
    assert [one for one in pids if Path(f"/proc/{one}").exists()] == []
    assert [tally.closed for tally in made.tallies()][-1]


def killed(made: LocustRun) -> None:
    """Make the kill file of a run."""
    made.folder.kill_file.touch()


def guarded(made: LocustRun) -> None:
    """Have a run guarded."""
    text = made.folder.scenario.read_text(encoding="utf-8")
    made.folder.scenario.write_text(text.replace("stops: null", "stops: {}"), encoding="utf-8")


@pytest.mark.parametrize(
    ("happens", "stopped_by"),
    [
        (killed, "kill-file: siaga-stop was made"),
        (guarded, "guard: its process ended with code 1"),
    ],
)
def test_a_kill_file_and_a_guard_that_dies_end_a_run_under_plain_locust(
    site: Start, run: Prepare, happens: Callable[[LocustRun], None], stopped_by: str
) -> None:
    """Long before its time; it closes as ever, and is judged."""
    made = run(site(_fair).url, "gevent.sleep(1)", length="600 s", more=UNGUARDED)
    happens(made)
    made.start("master", "--headless", environ={"SIAGA_RUN": ""})
    code, said = made.end("master")
    assert code == 3, said
    record = RunRecord.read(made.folder.run)
    assert (record.stopped_by, record.interrupted) == (stopped_by, False)
    assert [tally.closed for tally in made.tallies()][-1]


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_master_with_a_web_interface_tells_how_the_sending_ended_and_stays(
    site: Start, run: Prepare, *, by_hand: bool
) -> None:
    """Whoever has started it judges the run meanwhile; only somebody's hand is an interruption."""
    made = run(site(_fair).url, "gevent.sleep(1)", length="600 s")
    port = str(free_port())
    made.start("master", "--autostart", "--web-host", "127.0.0.1", "--web-port", port)
    url = f"http://127.0.0.1:{port}"
    until(lambda: made.folder.tally_files() and made.tallies())
    if by_hand:
        assert urllib3.request("POST", f"{url}/stop").status == 200
    else:
        made.folder.kill_file.touch()
    until(made.folder.end.exists)
    assert EndRecord.read(made.folder.end) == EndRecord(interrupted=by_hand)
    page = urllib3.request("GET", f"{url}/siaga/").data.decode()
    assert 'value="start"' not in page
    made.processes["master"].send_signal(signal.SIGTERM)
    code, said = made.end("master")
    assert code == 0, said
    assert [tally.closed for tally in made.tallies()][-1]


@pytest.mark.parametrize(
    ("environ", "code", "reason"),
    [
        ({"SIAGA_RUN": ""}, 77, "the target has not agreed"),
        ({"SIAGA_RUN": "/nowhere"}, 64, "No such file or directory: '/nowhere/run.json'"),
    ],
    ids=["refused", "no-run-there"],
)
def test_a_run_that_cannot_begin_ends_locust_with_the_reason(
    run: Prepare, environ: dict[str, str], code: int, reason: str
) -> None:
    """Locust does not stand by for a run that will never come."""
    made = run("http://127.0.0.1:1", "pass", more=REFUSED)
    made.start("master", "--headless", environ=environ)
    ended, said = made.end("master")
    assert ended == code, said
    assert reason in said


def test_a_full_disk_at_the_master_ends_the_run_with_the_reason(site: Start, run: Prepare) -> None:
    """The worker has room for its spool, and keeps it; the master has none for what comes from there."""
    made = run(site(_fair).url, "seat(me)", length="600 s", more=SMALL_FILES)
    made.start_all(1, spool=True)
    code, said = made.end("master")
    assert code == 70, said
    assert "the ledger of worker 0 cannot be written into the run folder ([Errno 2" in said
    assert "; the run ends" in said
    assert "Traceback" not in said
    assert made.folder.ledger(0).stat().st_size < made.spooled(0).ledger(0).stat().st_size
    assert made.spooled(0).ledger(0).read_bytes().startswith(made.folder.ledger(0).read_bytes())
    assert "the master takes no more: the ledger of worker 0" in made.end("worker-0")[1]


def test_a_folder_is_played_once(run: Prepare) -> None:
    """A second start, as the web interface offers it, writes nothing over."""
    made = run("http://127.0.0.1:1", "pass")
    made.folder.plan.parent.mkdir()
    made.folder.plan.write_text("the plan of the run before", encoding="utf-8")
    made.start("master", "--headless")
    ended, said = made.end("master")
    assert ended == 64, said
    assert "run: was played already; every run has its own folder" in said
    assert made.folder.plan.read_text(encoding="utf-8") == "the plan of the run before"
    assert made.folder.tally_files() == []


def test_a_broken_scenario_in_the_run_folder_ends_locust_with_its_problems(run: Prepare) -> None:
    """What is wrong with the scenario is said, as everywhere else."""
    made = run("http://127.0.0.1:1", "pass")
    made.folder.scenario.write_text("name: nothing else\n", encoding="utf-8")
    made.start("master", "--headless")
    ended, said = made.end("master")
    assert ended == 64, said
    assert "traffic: is missing" in said


def test_a_run_of_a_launch_of_a_module_that_nobody_registered_is_prepared(tmp_path: Path) -> None:
    """With the file that Locust was given, beside which its scenario is looked for."""
    file, scenario = tmp_path / "day.py", tmp_path / "day.yaml"
    scenario.touch()
    file.write_text(
        "from siaga.crowd.launch import Launch\n\nclass Day(Launch):\n    scenario = 'day.yaml'\n"
    )
    script = """
        import sys
        from argparse import Namespace
        from locust.env import Environment
        from locust.util.load_locustfile import load_locustfile
        from siaga.crowd import master_side

        file = sys.argv[1]
        (day,) = load_locustfile(file)[0].values()
        del sys.modules[day.__module__]
        options = Namespace(locustfile=file)
        environment = Environment(user_classes=[day], host="http://site", parsed_options=options)
        side = master_side.MasterSide(environment, environment.create_local_runner())
        master_side.prepare = lambda _flags, *given: print(*given)
        side._folder()
        """
    assert run_script(script, str(file)) == f"{scenario} {file} http://site 1\n"
