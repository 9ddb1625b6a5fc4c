"""Claims about known heads that always differ: they are learned no more for a while, and read right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.crowd import known_heads
from siaga.crowd import reader as readers
from siaga.crowd.known_heads import MOST_IN_VAIN, MOST_OF_A_SIZE, MOST_SIZES, REST
from siaga.crowd.reader import Limits, Reader
from tests.crowd.hostile_site import ok

REST_OF_A_SIZE = MOST_IN_VAIN * REST
"""Answers of a size that are left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What some answers took: heads kept, those there were to compare with, answers read by one."""

    learned: int
    compared: int
    again: int


def _forget() -> None:
    known_heads._known.clear()
    known_heads._unknown.rest = 0


@pytest.fixture(autouse=True)
def _nothing_is_known() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _patterns(chunk: bytes) -> list[known_heads._Pattern]:
    size = known_heads._known.get(len(chunk))
    return [] if size is None else size.patterns


def _work(numbered: Iterable[tuple[bytes, bytes]]) -> Work:
    """Read answers with a field `X` of some value and a body, each as it is, and tell what it took."""
    learned = compared = again = 0
    reader = Reader(Limits())
    for value, body in numbered:
        chunk = ok(body, b"X: " + value)
        before = _patterns(chunk)
        readers._spare.clear()
        reader.begin("GET")
        reader.feed(chunk)
        assert (reader.status, reader.headers.named[b"x"], reader.body) == (200, value, body)
        assert (list(reader.headers)[-1], reader.keeps) == (("x", value.decode()), True)
        learned += _patterns(chunk)[:1] not in ([], before[:1])
        compared += len(before)
        again += not readers._spare
    return Work(learned=learned, compared=compared, again=again)


def _differing(first: int, many: int) -> Iterable[tuple[bytes, bytes]]:
    return ((b"%09d" % number, b"hello") for number in range(first, first + many))


def test_heads_that_always_differ_are_learned_no_more() -> None:
    """After some dozens they are neither kept nor compared with; one in 26 at most is tried later."""
    assert _work(_differing(0, MOST_IN_VAIN)).learned == MOST_IN_VAIN
    _work(_differing(MOST_IN_VAIN, 1))
    resting = _work(_differing(1_000_000, REST_OF_A_SIZE))
    assert resting == Work(learned=0, compared=0, again=0)
    later = _work(_differing(2_000_000, 10 * REST_OF_A_SIZE))
    assert 0 < later.learned <= 10 * MOST_IN_VAIN
    assert later.compared <= later.learned * MOST_OF_A_SIZE + 10 * MOST_OF_A_SIZE


def test_sizes_that_always_differ_are_learned_no_more() -> None:
    """When there is no room, those without use go, and new ones are left alone in proportion."""
    lengths = [b"1" * number for number in range(1, 1_200)]
    assert _work((value, b"") for value in lengths[: MOST_SIZES + 1]).learned == MOST_SIZES + 1
    assert _work((value, b"") for value in lengths[MOST_SIZES + 1 :]).learned == 0
    shuffled = [(b"%d" % number, lengths[number * 7_919 % 1_199]) for number in range(20_000)]
    assert _work(shuffled).learned < 20_000 / REST + MOST_SIZES


def test_a_site_whose_heads_become_alike_is_known_again() -> None:
    """As soon as it was left alone for so long, and nothing is read by what was learned before."""
    _work(_differing(0, MOST_IN_VAIN + 1))
    alike = [(b"%09d" % 7, b"hello")] * REST_OF_A_SIZE
    assert _work(alike) == Work(learned=0, compared=0, again=0)
    work = _work(alike)
    assert (work.learned, work.again) == (1, REST_OF_A_SIZE - 1)


def test_heads_that_are_seen_again_are_learned_as_ever() -> None:
    """Also where each is seen only once more, as within a second of the clock, for however long."""
    twice = [one for one in _differing(0, 10 * MOST_IN_VAIN) for _ in range(2)]
    work = _work(twice)
    assert (work.learned, work.again) == (10 * MOST_IN_VAIN, 10 * MOST_IN_VAIN)


def test_sizes_of_use_outlast_those_that_are_of_none() -> None:
    """A page whose head stays the same is known, however many others come between."""
    page = (b"%09d" % 7, b"hello")
    _work([page, page])
    _work((b"1" * number, b"") for number in range(200, 201 + MOST_SIZES))
    assert _work([page]) == Work(learned=0, compared=1, again=1)


def test_when_all_sizes_are_of_use_all_are_learned_anew() -> None:
    """No more are kept for it, and nothing rests."""
    pages = [(b"1" * number, b"") for number in range(1, MOST_SIZES + 2)]
    work = _work(one for one in pages for _ in range(2))
    assert (work.learned, work.again) == (len(pages), len(pages))
    assert len(known_heads._known) == 1
    assert _work(pages[:1]).learned == 1


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 80)), max_size=6))
def test_nothing_is_read_by_another_head(spans: list[tuple[int, int]]) -> None:
    """Whatever times of heads that differ and that do not follow each other; `_work` looks at each."""
    _forget()
    for alike, many in spans:
        _work(_differing(many, many * 5))
        _work([(b"%09d" % alike, b"world")] * many)
