"""Claims about allotments: each row is one visitor's, whatever the number of workers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.scenario.allotment import NONE_LEFT, Allotment, is_for
from siaga.scenario.arrivals import Arrivals, plan
from siaga.scenario.feed import Feed
from siaga.scenario.shares import Shares
from siaga.scenario.traffic import Traffic

TRAFFIC = Traffic.model_validate(
    {
        "phases": [{"name": "doors", "for": "10 s", "rate": "6/s"}],
        "populations": [
            {"name": "members", "journey": "join", "people": 20},
            {"name": "guests", "journey": "join", "people": 15},
            {"name": "rest", "journey": "look"},
        ],
    }
)
SEED = 7
EVERYBODY = plan(TRAFFIC, SEED)


def _feed(
    *populations: str, order: str = "as-written", when_out: str = "refuse", name: str = "f"
) -> Feed:
    given = {"name": name, "file": "f.csv", "for": populations, "order": order, "when-out": when_out}
    return Feed.model_validate(given)


def _allotted(feed: Feed, rows: int, everybody: Arrivals = EVERYBODY, seed: int = SEED) -> Allotment:
    return Allotment.of(feed, everybody, TRAFFIC.populations, rows=rows, seed=seed)


def test_rows_as_written_go_to_those_who_come_in_order() -> None:
    """The first of the feed's populations gets the first row; whoever is of another one gets none."""
    found = _allotted(_feed("members", "guests"), 40)
    theirs = np.flatnonzero(np.isin(EVERYBODY.population, [0, 1]))
    assert found.visitors.tolist() == theirs.tolist()
    assert found.rows.tolist() == list(range(35))


def test_a_shuffle_is_drawn_with_seed_and_name() -> None:
    """The same again for the same; other rows for another seed, and for another feed."""
    shuffled = _feed("members", order="shuffled")
    first, again = (_allotted(shuffled, 1_000).rows.tolist() for _ in range(2))
    assert first == again
    assert len(set(first)) == 20
    assert first != sorted(first)
    assert first != _allotted(shuffled, 1_000, seed=8).rows.tolist()
    assert first != _allotted(_feed("members", order="shuffled", name="g"), 1_000).rows.tolist()


def test_a_shuffle_stays_the_same_in_later_versions() -> None:
    """Whose a row was is told from seed and plan again, long after the run."""
    shuffled = _allotted(_feed("members", order="shuffled"), 20)
    assert shuffled.rows[:10].tolist() == [16, 8, 3, 18, 9, 13, 10, 1, 4, 12]


def test_a_feed_may_have_a_single_row() -> None:
    """The first to come has it; of a share that part is given whose visitors are in it."""
    found = _allotted(_feed("members", when_out="leave"), 1)
    assert found.rows.tolist() == [0] + [NONE_LEFT] * 19
    some = found.only(found.visitors[[0, 7]])
    assert (some.visitors.tolist(), some.rows.tolist()) == (
        found.visitors[[0, 7]].tolist(),
        [0, NONE_LEFT],
    )


def test_whoever_comes_when_the_rows_are_out_has_none() -> None:
    """The last to come, in order; they are known as visitors of the feed all the same."""
    found = _allotted(_feed("members", when_out="leave"), 18)
    assert found.rows.tolist() == [*range(18), NONE_LEFT, NONE_LEFT]
    last = int(found.visitors[-1])
    assert (found.row_of(last), found.row_of(int(found.visitors[0]))) == (NONE_LEFT, 0)


def test_rows_may_be_given_out_again() -> None:
    """In the same order, from the first on."""
    found = _allotted(_feed("members", when_out="begin-again"), 8)
    assert found.rows.tolist() == [*range(8), *range(8), *range(4)]
    shuffled = _allotted(_feed("members", when_out="begin-again", order="shuffled"), 8).rows.tolist()
    assert shuffled[:8] == shuffled[8:16]
    assert sorted(shuffled[:8]) == list(range(8))


@given(st.sampled_from((1, 2, 3, 5)), st.sampled_from(("as-written", "shuffled")), st.integers(1, 60))
def test_the_number_of_workers_changes_nobodys_row(workers: int, order: str, rows: int) -> None:
    """Each worker allots its own share; together they hand out what one alone does, no row twice."""
    whole = _allotted(_feed("members", "guests", order=order, when_out="leave"), rows)
    found: dict[int, int] = {}
    for rank in range(workers):
        part = whole.only(Shares(EVERYBODY, workers).of(rank).index)
        assert not found.keys() & set(part.visitors.tolist())
        found |= dict(zip(part.visitors.tolist(), part.rows.tolist(), strict=True))
    assert found == dict(zip(whole.visitors.tolist(), whole.rows.tolist(), strict=True))
    given_out = [row for row in found.values() if row != NONE_LEFT]
    assert len(given_out) == len(set(given_out)) == min(rows, 35)
    assert all(0 <= row < rows for row in given_out)


def test_a_visitor_who_is_to_get_none_has_no_row() -> None:
    """Neither one of another population, nor one whom the plan does not have; one by one or at once."""
    found = _allotted(_feed("guests"), 15)
    guest = int(found.visitors[3])
    stranger = int(np.flatnonzero(EVERYBODY.population == 2)[0])
    assert [found.row_of(one) for one in (guest, stranger, 999, -1)] == [3, None, None, None]
    asked = np.array([999, guest, stranger, -1])
    assert found.rows_of(asked).tolist() == [NONE_LEFT, 3, NONE_LEFT, NONE_LEFT]
    nobody = found.only(np.array([stranger]))
    assert (nobody.row_of(guest), nobody.rows_of(asked).tolist()) == (None, [NONE_LEFT] * 4)


def test_it_is_told_whom_a_feed_is_for() -> None:
    """So that rows can be counted before the run."""
    assert int(is_for(_feed("members", "guests"), EVERYBODY, TRAFFIC.populations).sum()) == 35


def test_a_feed_without_rows_is_refused() -> None:
    """It has none to give."""
    with pytest.raises(ValueError, match=r"feed f: has 0 rows; 1 or more are needed"):
        _allotted(_feed("members"), 0)
