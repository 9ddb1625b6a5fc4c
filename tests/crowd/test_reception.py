"""Claims about the reception: who is answered what, who is not listened to, and when it is over."""

import hashlib
import logging
from collections.abc import Callable
from typing import Any

import gevent
import pytest

from siaga.crowd.machine import machine
from siaga.crowd.master import Master
from siaga.crowd.messages import AGAIN, HELD, KEPT
from siaga.crowd.part import Part
from siaga.crowd.reception import ROUNDS, Reception
from siaga.record.collection import Collection
from siaga.record.run_folder import WORKER_FILES, RunFolder
from tests.crowd.locust_run import LocustRun

Prepare = Callable[..., LocustRun]
Answers = list[tuple[str, str, dict[str, Any]]]

CONTENT = b'{"e":"invoke","op":"1-0"}\n' * 4


@pytest.fixture
def master(run: Prepare) -> Master:
    """The master of two workers."""
    return Master(run("http://127.0.0.1:1", "pass").folder, ["one", "two"])


@pytest.fixture
def answers() -> Answers:
    """What was answered: to whom, what, with what."""
    return []


@pytest.fixture
def reception(master: Master, answers: Answers) -> Reception:
    """A reception that is open."""
    made = Reception(master, lambda *answer: answers.append(answer))
    made.open()
    return made


def _part(master: Master, offset_bytes: int = 0, content: bytes = CONTENT, file: str = "ledger") -> Any:  # noqa: ANN401
    return Part.of(master.token, file, offset_bytes, content).as_message()


def _sums(master: Master, content: bytes = CONTENT) -> dict[str, Any]:
    digest = {"size_bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return {"token": master.token, "files": dict.fromkeys(WORKER_FILES, digest)}


def _checksums(folder: RunFolder) -> list[set[str]]:
    workers = Collection.read(folder.collection).workers
    return [{file.checksum for file in worker.files.values()} for worker in workers]


def test_a_folder_is_marked_and_nothing_is_confirmed_while_the_run_lasts(
    master: Master, reception: Reception
) -> None:
    """If the master is killed, that is what stays; the mark goes when the run is over."""
    assert master.folder.mark.read_text() == master.token
    assert _checksums(master.folder) == [{"missing"}, {"missing"}]
    reception.close()
    assert not master.folder.mark.exists()


def test_files_that_arrive_whole_are_confirmed(
    master: Master, reception: Reception, answers: Answers
) -> None:
    """Every part is answered with what is there, the sums with the last word."""
    for file in WORKER_FILES:
        reception.take_part("two", _part(master, file=file))
    reception.take_sums("two", _sums(master))
    held = {"token": master.token, "held_bytes": len(CONTENT), "error": ""}
    assert answers == [
        *(("two", HELD, {**held, "file": file}) for file in WORKER_FILES),
        ("two", KEPT, {"token": master.token, "whole": True}),
    ]
    assert master.unsettled == ["one"]
    reception.close()
    assert _checksums(master.folder) == [{"missing"}, {"right"}]
    assert answers[4:] == [("one", KEPT, {"token": master.token, "whole": False})]


def test_who_asks_again_hears_the_same(master: Master, reception: Reception, answers: Answers) -> None:
    """The answer may have been lost."""
    for file in WORKER_FILES:
        reception.take_part("two", _part(master, file=file))
    reception.take_sums("two", _sums(master))
    reception.take_sums("two", _sums(master))
    assert answers[3] == answers[4] == ("two", KEPT, {"token": master.token, "whole": True})


def test_what_is_missing_is_asked_for_three_times_and_then_let_go(
    master: Master, reception: Reception, answers: Answers
) -> None:
    """A worker that never sends it does not keep anybody waiting."""
    reception.take_part("one", _part(master, content=CONTENT[:10]))
    for _ in range(ROUNDS + 1):
        assert "one" in master.unsettled
        reception.take_sums("one", _sums(master))
    missing = {"ledger": 10, "tallies": 0, "latency": 0}
    told = {"token": master.token, "files": missing}
    assert answers[1:] == [
        *[("one", AGAIN, told)] * 3,
        ("one", KEPT, {"token": master.token, "whole": False}),
    ]
    assert master.unsettled == ["two"]
    reception.close()
    assert _checksums(master.folder) == [{"wrong"}, {"missing"}]


@pytest.mark.parametrize(
    "files", [{}, None, 5, {"ledger": 5}, {"ledger": {"size_bytes": -1, "sha256": "x"}}, ["ledger"]]
)
def test_a_worker_that_has_nothing_to_say_is_let_go_at_once(
    master: Master, reception: Reception, answers: Answers, files: object
) -> None:
    """One that could not begin has no files; one that talks nonsense is asked nothing."""
    reception.take_sums("one", {"token": master.token, "files": files})
    assert answers == [("one", KEPT, {"token": master.token, "whole": False})]
    assert master.unsettled == ["two"]


@pytest.mark.parametrize(
    "change",
    [{"file": "../../run.json"}, {"packed": b"?"}, {"offset_bytes": -1}, {"length_bytes": 10**9}],
)
def test_what_is_no_part_is_answered_with_the_reason(
    master: Master,
    reception: Reception,
    answers: Answers,
    change: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Its worker stops sending, the run goes on, and nothing was written."""
    reception.take_part("one", {**_part(master), **change})
    (answer,) = answers
    assert answer[:2] == ("one", HELD)
    assert answer[2]["error"] != ""
    assert caplog.messages == [f"worker 0: sends what is not taken: {answer[2]['error']}"]
    assert master.problems == []
    assert master.folder.ledgers() == master.folder.tally_files() == []


@pytest.mark.parametrize("client", ["three", "one"])
@pytest.mark.parametrize("payload", [{"token": "of another run"}, {}, None, [], "text"])
def test_strangers_and_other_runs_are_not_listened_to(
    reception: Reception, answers: Answers, master: Master, client: str, payload: object
) -> None:
    """They get no answer and change nothing."""
    if client == "three":
        payload = {**_part(master), **_sums(master)}
    for take in (reception.take_begun, reception.take_part, reception.take_sums):
        take(client, payload)  # type: ignore[arg-type]
    assert answers == []
    assert master.unsettled == ["one", "two"]
    assert master.folder.ledgers() == []


def _until_noted(reception: Reception) -> None:
    """Wait until it is written down who writes where."""
    assert reception._noting is not None
    reception._noting.join(5)


def test_where_a_worker_writes_is_written_down_soon(master: Master, reception: Reception) -> None:
    """The master may be killed before the end."""
    here = {"token": master.token, "machine": machine()}
    reception.take_begun("two", {**here, "in_place": True})
    reception.take_begun("one", {**here, "in_place": "perhaps"})
    _until_noted(reception)
    assert [one.in_place for one in Collection.read(master.folder.collection).workers] == [False, True]


def test_all_who_begin_at_once_are_written_down_once(
    run: Prepare, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record is of all: written for each of two hundred, it made the master deaf for seconds."""
    clients = [f"worker-{number}" for number in range(200)]
    master = Master(run("http://127.0.0.1:1", "pass").folder, clients)
    reception = Reception(master, lambda *_answer: None)
    written: list[int] = []
    monkeypatch.setattr(reception, "_write", lambda: written.append(1))
    for client in clients:
        reception.take_begun(client, {"token": master.token, "in_place": False})
    _until_noted(reception)
    assert written == [1]
    reception.take_begun("worker-0", {"token": master.token, "in_place": False})
    _until_noted(reception)
    assert written == [1, 1]


def test_a_folder_that_is_shared_with_another_machine_may_lack_something(
    master: Master, reception: Reception
) -> None:
    """If that machine is lost, so is what it had not written back; so with one that says nothing."""
    for elsewhere in ({"machine": "another"}, {}):
        told = {"token": master.token, "in_place": True, **elsewhere}
        reception.take_begun("two", told)
        _until_noted(reception)
        assert not any(one.in_place for one in Collection.read(master.folder.collection).workers)


def test_a_full_disk_at_the_master_ends_the_run_with_the_reason(
    master: Master, reception: Reception, answers: Answers, caplog: pytest.LogCaptureFixture
) -> None:
    """The worker hears it too, and sends no more."""
    master.folder.ledger(0).parent.mkdir()
    master.folder.ledger(0).symlink_to("/dev/full")
    reception._collector._held[0]["ledger"] = 0
    with caplog.at_level(logging.ERROR):
        reception.take_part("one", _part(master))
        reception.take_part("one", _part(master))
    reason = (
        "the ledger of worker 0 cannot be written into the run folder"
        " ([Errno 28] No space left on device)"
    )
    assert master.problems == [reason]
    assert [answer[2]["error"] for answer in answers] == [reason] * 2
    assert caplog.messages == [f"{reason}; the run ends"]


def test_a_folder_that_cannot_be_written_to_any_more_ends_the_run(
    master: Master, reception: Reception
) -> None:
    """Here where the worker's place should be written down."""
    master.folder.path.rename(f"{master.folder.path}-away")
    master.folder.path.touch()
    reception.take_begun("one", {"token": master.token, "in_place": True})
    _until_noted(reception)
    (problem,) = master.problems
    assert problem.startswith(f"run {master.folder.path}: cannot be written (")


def test_what_comes_after_the_end_changes_nothing(
    master: Master, reception: Reception, answers: Answers
) -> None:
    """The judge may be reading; what was being written down is waited for."""
    with gevent.Timeout(5):
        writing = gevent.spawn(reception.take_part, "one", _part(master))
        gevent.sleep(0)
        reception.close()
        writing.join()
    assert master.folder.ledger(0).read_bytes() == CONTENT
    assert Collection.read(master.folder.collection).workers[0].files["ledger"].size_bytes == len(
        CONTENT
    )
    before = list(answers)
    reception.take_part("one", _part(master, len(CONTENT)))
    reception.take_sums("one", _sums(master))
    here = {"token": master.token, "in_place": True, "machine": machine()}
    reception.take_begun("one", here)
    assert answers == before
    assert master.folder.ledger(0).read_bytes() == CONTENT
    assert not Collection.read(master.folder.collection).workers[0].in_place
