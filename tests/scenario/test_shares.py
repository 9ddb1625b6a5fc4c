"""Claims about shares: each visitor is one worker's, whoever is lost and however often."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.record.takeover import Takeover
from siaga.scenario.arrivals import Arrivals, plan
from siaga.scenario.shares import Shares
from siaga.scenario.traffic import Traffic
from tests.scenario.days import traffics

seeds = st.integers(0, 2**63 - 1)
either = st.one_of(traffics(), traffics("even"))


def every_second(many: int) -> Arrivals:
    """Give visitors of whom one is due each second."""
    index = np.arange(many)
    return Arrivals(index=index, at_s=index.astype(float), population=index % 2)


def handed(lost: int, from_s: float, *takers: int) -> Takeover:
    """Give a takeover; how many go to whom is not what the shares look at."""
    return Takeover(lost=lost, noticed_s=0.0, from_s=from_s, takers=takers, visitors=(0,) * len(takers))


def all_of(shares: Shares, workers: int) -> list[list[int]]:
    """Give the numbers of everybody's visitors."""
    return [shares.of(rank).index.tolist() for rank in range(workers)]


@given(either, seeds, st.integers(1, 12))
def test_the_shares_are_disjoint_and_together_the_plan(
    traffic: Traffic, seed: int, workers: int
) -> None:
    """Whatever the number of workers: each arrival has exactly one, with its time and its population."""
    arrivals = plan(traffic, seed)
    whole = Shares(arrivals, workers)
    shares = [whole.of(rank) for rank in range(workers)]
    together = np.concatenate([share.index for share in shares])
    order = np.argsort(together)
    assert together[order].tolist() == list(range(len(arrivals.at_s)))
    assert np.concatenate([share.at_s for share in shares])[order].tolist() == arrivals.at_s.tolist()
    population = np.concatenate([share.population for share in shares])[order]
    assert population.tolist() == arrivals.population.tolist()


def test_each_worker_has_every_so_manyeth_visitor() -> None:
    """Of some chosen ones, too: they are counted in the order in which they come."""
    assert all_of(Shares(every_second(7), 3), 3) == [[0, 3, 6], [1, 4], [2, 5]]
    assert all_of(Shares(every_second(7).only([1, 4, 6]), 2), 2) == [[1, 6], [4]]
    assert Shares(every_second(7), 3).last_s == 6.0
    assert Shares(every_second(0), 3).last_s == 0.0


def test_whoever_is_due_when_others_take_over_goes_to_them_in_turn() -> None:
    """At the moment itself already; who was due before stays the lost worker's."""
    shares = Shares(every_second(12), 3)
    assert (shares.due(1, 4.0), shares.due(1, 4.5)) == (3, 2)
    taken = shares.take_over(handed(1, 4.0, 0, 2))
    assert {rank: one.index.tolist() for rank, one in taken.items()} == {0: [4, 10], 2: [7]}
    assert taken[0].at_s.tolist() == [4.0, 10.0]
    assert taken[0].population.tolist() == [0, 0]
    assert all_of(shares, 3) == [[0, 3, 4, 6, 9, 10], [1], [2, 5, 7, 8, 11]]


def test_of_a_worker_that_had_taken_over_its_new_visitors_are_shared_out_as_well() -> None:
    """Shares of shares; the last worker has whoever is left."""
    shares = Shares(every_second(12), 3)
    shares.take_over(handed(1, 4.0, 0, 2))
    assert shares.take_over(handed(0, 6.0, 2))[2].index.tolist() == [6, 9, 10]
    assert all_of(shares, 3) == [[0, 3, 4], [1], [2, 5, 6, 7, 8, 9, 10, 11]]


@given(
    st.integers(0, 40),
    st.integers(2, 6),
    st.lists(st.tuples(st.permutations(range(6)), st.integers(1, 5), st.floats(-1.0, 41.0)), max_size=5),
)
def test_nobody_is_ever_two_workers_or_nobodys(
    many: int, workers: int, losses: Sequence[tuple[list[int], int, float]]
) -> None:
    """Whoever is lost when, in any order; only who is due from then on changes hands, and to takers."""
    shares = Shares(every_second(many), workers)
    for order, takers, from_s in losses:
        lost, *others = [one for one in order if one < workers]
        before = all_of(shares, workers)
        one = handed(lost, from_s, *others[:takers])
        taken = shares.take_over(one)
        after = all_of(shares, workers)
        assert sorted(chain.from_iterable(after)) == list(range(many))
        assert after[lost] == [visitor for visitor in before[lost] if visitor < from_s]
        for rank in set(range(workers)) - {lost}:
            gained = taken[rank].index.tolist() if rank in taken else []
            assert after[rank] == sorted(before[rank] + gained)
        numbers = [len(share.index) for share in taken.values()]
        assert max(numbers) - min(numbers) <= 1


@pytest.mark.parametrize(("rank", "workers"), [(-1, 2), (2, 2), (1, 1)])
def test_a_rank_that_no_worker_has_is_refused(rank: int, workers: int) -> None:
    """Ranks go from 0 to one below the number of workers; of nobody's takeover nothing is done."""
    shares = Shares(every_second(4), workers)
    allowed = f"rank: {rank} of {workers} workers; 0 to {workers - 1} is allowed"
    with pytest.raises(ValueError, match=r"^rank: ") as refused:
        shares.of(rank)
    assert str(refused.value) == allowed
    if rank > 0:
        with pytest.raises(ValueError, match=r"^rank: "):
            shares.take_over(handed(0, 0.0, rank))
    assert sorted(chain.from_iterable(all_of(shares, workers))) == [0, 1, 2, 3]


def test_without_workers_there_are_no_shares() -> None:
    """Nobody would come."""
    with pytest.raises(ValueError, match="workers: 0; 1 or more are needed"):
        Shares(every_second(4), 0)
