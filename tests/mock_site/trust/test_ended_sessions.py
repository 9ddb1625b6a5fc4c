"""An ended session is known to every worker, and the newest are never forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mock_site.protection.waiting_room.shared_words import SharedWords
from mock_site.trust.ended_sessions import BUCKET, BUCKETS, WORDS, EndedSessions


@pytest.fixture
def words(tmp_path: Path) -> Iterator[SharedWords]:
    """Give the words of a new file."""
    with SharedWords(tmp_path / "ended", WORDS) as found:
        yield found


@pytest.mark.parametrize("session", [1, BUCKETS - 1, BUCKETS, 2**63, 2**64 - 1])
def test_what_was_added_is_there(words: SharedWords, session: int) -> None:
    """Whatever its id is, and nobody else is."""
    ended = EndedSessions(words)
    assert session not in ended
    ended.add(session)
    assert session in ended
    assert session ^ 2 not in ended


def test_another_process_sees_it_at_once_and_after_a_start(tmp_path: Path) -> None:
    """The file is all that they share."""
    with (
        SharedWords(tmp_path / "ended", WORDS) as mine,
        SharedWords(tmp_path / "ended", WORDS) as others,
    ):
        assert 7 not in EndedSessions(others)
        EndedSessions(mine).add(7)
        assert 7 in EndedSessions(others)
    with SharedWords(tmp_path / "ended", WORDS) as later:
        assert 7 in EndedSessions(later)


def test_of_one_bucket_the_oldest_falls_out(words: SharedWords) -> None:
    """And of no other one any."""
    ended = EndedSessions(words)
    ended.add(1)
    crowd = [place * BUCKETS for place in range(1, BUCKET + 2)]
    for one in crowd:
        ended.add(one)
    assert [one in ended for one in crowd] == [False, *([True] * BUCKET)]
    assert 1 in ended


def test_one_that_is_ended_twice_takes_one_place(words: SharedWords) -> None:
    """Whoever logs out over and over pushes nobody out."""
    ended = EndedSessions(words)
    ended.add(BUCKETS)
    for _ in range(2 * BUCKET):
        ended.add(2 * BUCKETS)
    assert BUCKETS in ended


def test_whoever_looks_while_one_is_added_misses_none(
    words: SharedWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every word is moved before its place is taken."""
    ended = EndedSessions(words)
    before = [place * BUCKETS for place in range(1, 6)]
    for one in before:
        ended.add(one)
    seen: list[list[int]] = []
    make = SharedWords._make

    def step_by_step(self: SharedWords, wanted: dict[int, int]) -> None:
        """Set one word after the other, and look between them."""
        for index, value in wanted.items():
            make(self, {index: value})
            seen.append([one for one in before if one not in ended])

    monkeypatch.setattr(SharedWords, "_make", step_by_step)
    ended.add(9 * BUCKETS)
    assert len(seen) == len(before) + 1
    assert not any(seen)
