"""Shared words are changed whole or not at all, whoever is killed when."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_site.protection.waiting_room import shared_words
from mock_site.protection.waiting_room.shared_words import (
    MOST_CHANGES,
    Change,
    SharedWords,
    WordsBusyError,
)
from tests.mock_site.protection.waiting_room.dying_words import DyingWords

COUNT = 8
WANTED = st.dictionaries(
    st.integers(min_value=0, max_value=COUNT - 1), st.integers(min_value=0, max_value=2**64 - 1)
)


def _set(words: SharedWords, wanted: Mapping[int, int]) -> None:
    with words.change() as change:
        for index, value in wanted.items():
            change[index] = value


def _all(words: SharedWords) -> list[int]:
    return [words[index] for index in range(COUNT)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=WANTED, after=WANTED, stores=st.integers(min_value=0, max_value=3 * COUNT))
def test_a_change_cut_short_anywhere_is_whole_or_not_there(
    tmp_path: Path, before: dict[int, int], after: dict[int, int], stores: int
) -> None:
    """Whichever store was the last, the next process finds the words as before or as wanted."""
    path = tmp_path / "words"
    path.unlink(missing_ok=True)
    with SharedWords(path, COUNT) as words, SharedWords(path, COUNT) as others:
        _set(words, before)
        old = _all(words)
        words._words = DyingWords(words._words, stores)  # type: ignore[assignment]
        try:
            _set(words, after)
        except KeyboardInterrupt:
            _set(others, {})
        assert _all(others) in (old, [after.get(index, old[index]) for index in range(COUNT)])


def test_an_error_within_a_change_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """What is refused half way is not half done."""
    with SharedWords(tmp_path / "words", COUNT) as words:
        with pytest.raises(ValueError, match="invalid value"):
            _set(words, {0: 1, 1: 2, 2: 2**64})
        assert _all(words) == [0] * COUNT


def test_a_change_sees_itself(tmp_path: Path) -> None:
    """What was wanted is read back before it is made, and nobody else sees it."""
    with SharedWords(tmp_path / "words", COUNT) as words, words.change() as change:
        change[3] = 7
        assert (change[3], words[3]) == (7, 0)


def test_a_change_of_too_many_words_is_refused(tmp_path: Path) -> None:
    """The log has no room for it."""
    with SharedWords(tmp_path / "words", MOST_CHANGES + 1) as words:
        with pytest.raises(ValueError, match=r"^change: sets 4097 words; at most 4096 are allowed$"):
            _set(words, dict.fromkeys(range(MOST_CHANGES + 1), 1))
        assert words[0] == 0


def test_words_outlast_the_process(tmp_path: Path) -> None:
    """A file of the same shape is gone on with, one of another shape or kind is replaced."""
    path = tmp_path / "words"
    with SharedWords(path, COUNT) as words:
        _set(words, {1: 5})
    with SharedWords(path, COUNT) as words:
        assert words[1] == 5
    with SharedWords(path, COUNT + 1) as words:
        assert words[1] == 0
        _set(words, {1: 5})
    with SharedWords(path, COUNT + 1, kind=1) as words:
        assert words[1] == 0
    assert [one.name for one in tmp_path.iterdir()] == ["words"]


def test_a_lock_that_is_not_let_go_is_hardly_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stopped process must not stop the others: they wait once, and then for none of the next."""
    path = tmp_path / "words"
    with SharedWords(path, COUNT) as words:
        file = os.open(path, os.O_RDWR)
        fcntl.flock(file, fcntl.LOCK_EX)
        paused: list[float] = []
        clock = SimpleNamespace(sleep=paused.append, monotonic=lambda: 1.0)
        monkeypatch.setattr(f"{shared_words.__name__}.time", clock)
        for _ in range(3):
            with pytest.raises(WordsBusyError), words.change():
                pytest.fail("the lock is somebody else's")
        assert 0 < sum(paused) < 0.03
        assert len(paused) == shared_words._LOCK_ATTEMPTS - 1
        os.close(file)
        _set(words, {0: 1})
        assert words[0] == 1


ADDER = """
import sys
from pathlib import Path
from mock_site.protection.waiting_room.shared_words import SharedWords, WordsBusyError
with SharedWords(Path(sys.argv[1]), 8) as words:
    for _ in range(int(sys.argv[2])):
        while True:
            try:
                with words.change() as change:
                    change[0] += 1
                    change[1] += 1
                break
            except WordsBusyError:
                pass
"""


def test_two_processes_lose_nothing_of_each_other(tmp_path: Path) -> None:
    """Each adds to what the other has added; the words agree whenever they are read together."""
    path = tmp_path / "words"
    command = [sys.executable, "-c", ADDER, str(path), "3000"]
    with SharedWords(path, COUNT) as words:
        adders = [subprocess.Popen(command) for _ in range(2)]
        assert [adder.wait(60) for adder in adders] == [0, 0]
        assert words[0] == words[1] == 6000


def test_a_process_killed_in_the_middle_leaves_words_that_agree(tmp_path: Path) -> None:
    """SIGKILL at any moment: both words say the same to whoever comes next."""
    path = tmp_path / "words"
    with SharedWords(path, COUNT) as words:
        for _ in range(3):
            before = words[0]
            adder = subprocess.Popen([sys.executable, "-c", ADDER, str(path), "100000000"])
            while words[0] < before + 500:
                assert adder.poll() is None
            adder.kill()
            adder.wait()
            with words.change() as change:
                assert change[0] == change[1] > before


def test_whoever_opens_the_file_waits_for_another_who_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seconds, since nobody is served yet; on a busy machine a site did not start. But not for ever."""
    path = tmp_path / "words"
    with SharedWords(path, 2):
        holder = os.open(path, os.O_RDWR)
    fcntl.flock(holder, fcntl.LOCK_EX)
    paused: list[float] = []

    def pause(pause_s: float) -> None:
        """Let go after five seconds."""
        paused.append(pause_s)
        if sum(paused) >= 5.0:
            fcntl.flock(holder, fcntl.LOCK_UN)

    monkeypatch.setattr(f"{shared_words.__name__}.time", SimpleNamespace(sleep=pause))
    with SharedWords(path, 2):
        pass
    assert sum(paused) == pytest.approx(5.0, abs=0.01)
    fcntl.flock(holder, fcntl.LOCK_EX)
    paused[:] = [-10.0]
    with pytest.raises(WordsBusyError):
        SharedWords(path, 2)
    os.close(holder)


def test_the_lock_is_that_of_the_file_at_the_path(tmp_path: Path) -> None:
    """Two that make the file at once end up with the same one."""
    path = tmp_path / "words"
    file = os.open(path, os.O_RDWR | os.O_CREAT)
    os.close(file)
    with SharedWords(path, COUNT) as first, SharedWords(path, COUNT) as second:
        _set(first, {2: 9})
        assert second[2] == 9
        assert path.stat().st_size == (shared_words._BODY + COUNT) * 8


def test_a_word_is_looked_at_once_in_a_change() -> None:
    """Nobody else changes it meanwhile; what is wanted of it is known at once."""
    looked_at: list[int] = []

    def read(index: int) -> int:
        looked_at.append(index)
        return 7

    change = Change(read)
    assert [change[3], change[3]] == [7, 7]
    change[3] += 1
    change[4] = 1
    assert (change[3], change[4]) == (8, 1)
    assert (looked_at, change.wanted) == ([3], {3: 8, 4: 1})
