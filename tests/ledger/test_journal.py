"""Claims about the journal: what was promised is with the kernel before it is asked for."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from siaga.ledger.handout import Handout
from siaga.ledger.journal import Journal, LedgerError
from siaga.ledger.misdeed import Setback
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from siaga.record.json_lines import is_torn, whole_lines
from tests.ledger.asked import invoked


def _complete(journal: Journal, operation: str, outcome: Outcome = Outcome.OK) -> None:
    journal.complete(operation, outcome=outcome, status=201, seat="s-1", at_s=2.5, why="status 201")


def test_an_operation_is_written_when_it_begins_and_when_it_ends(journal: Journal, path: Path) -> None:
    """Both records are in the file as soon as the calls return."""
    operation = invoked(journal)
    began: dict[str, Any] = {
        "e": "invoke",
        "op": "3-0",
        "kind": "join",
        "person": "p",
        "key": "key of p",
        "at_s": 1.234568,
        "visitor": -1,
        "content": "",
    }
    assert list(whole_lines(path)) == [began]
    _complete(journal, operation)
    ended: dict[str, Any] = {
        "e": "complete",
        "op": "3-0",
        "person": "p",
        "outcome": "ok",
        "status": 201,
        "seat": "s-1",
        "at_s": 2.5,
        "why": "status 201",
        "means": "",
    }
    assert list(whole_lines(path)) == [began, ended]


def test_operations_have_names_of_their_own(journal: Journal) -> None:
    """The worker's rank and a number that counts up."""
    assert [invoked(journal) for _ in range(3)] == ["3-0", "3-1", "3-2"]


def test_an_operation_ends_once(journal: Journal, path: Path) -> None:
    """A second end is an error, and nothing of it is written."""
    operation = invoked(journal)
    _complete(journal, operation, Outcome.UNKNOWN)
    with pytest.raises(LedgerError, match="operation '3-0': is not open; an operation ends once"):
        _complete(journal, operation)
    assert [fact["outcome"] for fact in whole_lines(path) if fact["e"] == "complete"] == ["unknown"]


def test_an_operation_that_never_began_cannot_end(journal: Journal) -> None:
    """A name that the journal did not give is refused."""
    with pytest.raises(LedgerError, match="operation '4-0': is not open"):
        _complete(journal, "4-0")


def test_any_text_is_kept_as_it_is(journal: Journal, path: Path) -> None:
    """Line breaks, quotes, zeros and characters of any plane do not break a line."""
    person = 'a\n"b"\r\u2028\0 ü😀'
    invoked(journal, person)
    assert json.loads(path.read_bytes())["person"] == person


def test_half_a_character_of_a_site_does_not_make_the_ledger_unreadable(
    journal: Journal, path: Path
) -> None:
    """JSON can escape one, and the engine of the audit would refuse its line, and with it the ledger."""
    operation = invoked(journal)
    receipt = json.loads('"s-\\ud800"')
    journal.complete(operation, outcome=Outcome.OK, status=201, seat=receipt, at_s=2.5, why="")
    assert [fact.get("seat") for fact in whole_lines(path)] == [None, "s-?"]


def test_an_operation_without_an_answer_has_no_status(journal: Journal, path: Path) -> None:
    """It ended when nobody waited any more, to a millionth of a second."""
    operation = invoked(journal)
    journal.complete(
        operation, outcome=Outcome.UNKNOWN, status=None, seat="", at_s=2.00000051, why="no answer"
    )
    ended = list(whole_lines(path))[1]
    assert (ended["outcome"], ended["status"], ended["at_s"]) == ("unknown", None, 2.000001)


def test_handouts_and_setbacks_have_names_of_their_own(journal: Journal, path: Path) -> None:
    """They count on as operations do, each by one, and a record says what was given to whom."""
    for at_s in (0.5, 1.5):
        journal.hand_out(Handout(feed="vouchers", row=3, visitor=17, at_s=at_s))
        journal.tell(Setback(case="race", abuser=1, at_s=at_s, why="never let in"))
    assert invoked(journal) == "3-4"
    facts = list(whole_lines(path))
    assert [fact["op"] for fact in facts] == ["3-0", "3-1", "3-2", "3-3", "3-4"]
    given: dict[str, Any] = {"e": "handout", "op": "3-0", "feed": "vouchers", "row": 3, "visitor": 17}
    assert facts[0] == {**given, "at_s": 0.5, "person": ""}


def test_a_sighting_has_a_name_of_its_own(journal: Journal, path: Path) -> None:
    """It counts on as operations do, and its record says what was seen."""
    invoked(journal)
    journal.sight(Sighting(what="holding", person="p", began_s=1.0, ended_s=2.0))
    assert invoked(journal) == "3-2"
    seen: dict[str, Any] = {"e": "sight", "op": "3-1", "what": "holding", "person": "p", "visitor": -1}
    seen |= {"text": "", "number": None, "began_s": 1.0, "at_s": 2.0}
    assert list(whole_lines(path))[1] == seen


def test_a_ledger_that_exists_is_never_written_over(journal: Journal, path: Path) -> None:
    """Two workers of one rank cannot share a file."""
    invoked(journal)
    before = path.read_bytes()
    with pytest.raises(LedgerError, match=r"ledger worker-3\.jsonl: cannot be made .*File exists"):
        Journal(path, 3)
    assert path.read_bytes() == before


def test_a_ledger_gets_its_folders_and_only_its_worker_writes_it(tmp_path: Path) -> None:
    """As far as the machine lets anybody read files, they may read it."""
    path = tmp_path / "run" / "ledger" / "worker-3.jsonl"
    masked = os.umask(0)
    try:
        Journal(path, 3).close()
    finally:
        os.umask(masked)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_folder_that_cannot_be_written_is_a_clear_error() -> None:
    """The reason of the system is passed on."""
    with pytest.raises(LedgerError, match=r"ledger worker-0\.jsonl: cannot be made \(\[Errno"):
        Journal(Path("/proc/nowhere/worker-0.jsonl"), 0)


def test_closing_twice_is_harmless_and_nothing_is_promised_afterwards(journal: Journal) -> None:
    """A closed ledger refuses, it does not forget."""
    journal.close()
    journal.close()
    with pytest.raises(LedgerError, match="ledger of worker 3: a record could not be written"):
        invoked(journal)


def test_a_full_disk_refuses_this_record_and_all_that_follow(journal: Journal) -> None:
    """After the first failure nothing is tried again, even if there is room."""
    room, journal._fd = journal._fd, os.open("/dev/full", os.O_WRONLY)
    with pytest.raises(LedgerError, match=r"No space left on device.*; nothing more is promised"):
        invoked(journal)
    os.close(journal._fd)
    journal._fd = room
    with pytest.raises(LedgerError, match="No space left on device"):
        invoked(journal)


def test_an_operation_whose_end_could_not_be_written_stays_open(journal: Journal, path: Path) -> None:
    """What is acknowledged but not written down counts as unknown, not as done."""
    operation = invoked(journal)
    room, journal._fd = journal._fd, os.open("/dev/full", os.O_WRONLY)
    with pytest.raises(LedgerError, match="No space left"):
        _complete(journal, operation)
    os.close(journal._fd)
    journal._fd = room
    assert [fact["e"] for fact in whole_lines(path)] == ["invoke"]


def test_a_disk_that_cannot_sync_refuses_everything_from_then_on(journal: Journal) -> None:
    """A ledger of which nobody knows whether it is on the disk is no ledger."""
    reading, writing = os.pipe()
    room, journal._fd = journal._fd, writing
    with pytest.raises(LedgerError, match="ledger of worker 3: the disk refuses it"):
        journal.sync()
    os.close(reading)
    os.close(writing)
    journal._fd = room
    with pytest.raises(LedgerError, match="the disk refuses it"):
        invoked(journal)


def test_a_sync_that_fails_at_the_close_still_gives_the_descriptor_back(journal: Journal) -> None:
    """The close says what is lost, once."""
    reading, writing = os.pipe()
    os.close(journal._fd)
    journal._fd = writing
    with pytest.raises(LedgerError, match="the disk refuses it"):
        journal.close()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(writing)
    os.close(reading)
    journal.close()


def test_a_sync_of_a_good_disk_says_nothing(journal: Journal) -> None:
    """Writing goes on after it."""
    invoked(journal)
    journal.sync()
    assert invoked(journal) == "3-1"


def test_a_torn_write_ends_the_promises_and_is_passed_over_by_readers(path: Path) -> None:
    """When the disk takes half a record, that operation was never begun, and no other begins."""
    code = (
        "import resource, sys; from pathlib import Path;"
        "from siaga.ledger.journal import Journal, LedgerError;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000));"
        "journal = Journal(Path(sys.argv[1]), 3); told = set(); began = 0\n"
        "for _ in range(50):\n"
        "    try:\n"
        "        journal.invoke(kind='join', person='p', key='k', at_s=1.0); began += 1\n"
        "    except LedgerError as error:\n"
        "        told.add(str(error))\n"
        "print(began, told)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    ).stdout
    began, _, told = said.partition(" ")
    assert told.count("bytes of a record were written; nothing more is promised") == 1
    assert is_torn(path)
    assert len(list(whole_lines(path))) == int(began)


def test_a_killed_process_loses_nothing_it_had_promised(path: Path) -> None:
    """SIGKILL right after the call: the record is there."""
    code = (
        "import os, signal, sys; from pathlib import Path; from siaga.ledger.journal import Journal;"
        "journal = Journal(Path(sys.argv[1]), 3);"
        "[journal.invoke(kind='join', person=str(n), key='k', at_s=1.0) for n in range(100)];"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -9
    assert [fact["person"] for fact in whole_lines(path)] == [str(number) for number in range(100)]
