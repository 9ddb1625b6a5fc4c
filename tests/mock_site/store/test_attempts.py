"""Attempts of any process of a site are known to all of them, for as long as they are under way."""

import os
import signal
from pathlib import Path

import pytest

from mock_site.store import attempts as module
from mock_site.store.attempts import PARTS, Attempts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give where the file is to be."""
    return tmp_path / "site.db.attempts"


def test_an_attempt_is_known_everywhere_until_it_ends(path: Path) -> None:
    """Also where the same account attempts it twice, here and there; a process alone needs no file."""
    one, two, other = Attempts(path), Attempts(path), Attempts()
    for attempts in (one, one, two):
        attempts.begin("ana")
    for attempts in (one, two):
        assert "ana" in one
        assert "ana" in two
        attempts.end("ana")
    assert "ana" in two
    one.end("ana")
    for attempts in (one, two, other):
        assert "ana" not in attempts
    other.begin("ana")
    assert ("ana" in other, "budi" in other, "ana" in one) == (True, False, False)


def test_accounts_of_one_place_are_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place is not empty before both have ended."""
    monkeypatch.setattr(module, "_place", lambda _: 7)
    one, two = Attempts(path), Attempts(path)
    one.begin("ana")
    one.begin("budi")
    one.end("ana")
    assert "citra" in two
    one.end("budi")
    assert "citra" not in two


def test_what_a_dead_process_was_at_stays_until_another_in_its_place_has_written(path: Path) -> None:
    """The store may still be committing it; what the new one itself is at stays in any case."""
    pid = os.fork()
    if not pid:
        try:
            dead = Attempts(path)
            for name in ("ana", "budi"):
                dead.begin(name)
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL
    new, other = Attempts(path), Attempts(path)
    new.begin("budi")
    other.settle()
    assert ("ana" in other, "budi" in other) == (True, True)
    new.settle()
    assert ("ana" in other, "budi" in other) == (False, True)
    new.end("budi")
    assert "budi" not in other


def test_more_processes_than_there_are_parts_are_refused(path: Path) -> None:
    """Their attempts would be known to nobody; one that ends makes room."""
    living = [Attempts(path) for _ in range(PARTS)]
    with pytest.raises(OSError, match=rf"^attempts: {PARTS} processes share them already"):
        Attempts(path)
    living.pop().close()
    Attempts(path).begin("ana")
    assert "ana" in living[0]
