"""Claims about toxics: whom they strike follows from seed and name, in the share that was asked for."""

from hypothesis import given
from hypothesis import strategies as st

from siaga.faults.proxy.counts import ToxicCounts
from siaga.faults.proxy.toxic import Toxic
from siaga.faults.proxy.toxics import latency, replay
from siaga.faults.proxy.toxics.latency import Latency

SIGMAS = 5
CONNECTIONS = 2_000


def toxic(toxicity: float, seed: str = "1", name: str = "late") -> Toxic[Latency]:
    """Make one."""
    return Toxic(
        name=name,
        kind=latency.KIND,
        direction="downstream",
        attributes=Latency(latency=1),
        toxicity=toxicity,
        counts=ToxicCounts(),
        seed=seed,
    )


def struck(one: Toxic[Latency]) -> set[int]:
    """Give which connections it strikes."""
    return {number for number in range(CONNECTIONS) if one.strikes(number)}


@given(st.floats(0, 1), st.text(max_size=8))
def test_the_share_is_what_was_asked_for(toxicity: float, seed: str) -> None:
    """Within five standard deviations of a binomial; all of all and none of none."""
    spread = (CONNECTIONS * toxicity * (1 - toxicity)) ** 0.5
    assert abs(len(struck(toxic(toxicity, seed))) - CONNECTIONS * toxicity) <= SIGMAS * spread + 1


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_toxicity_strikes_the_same_and_others(one: float, other: float) -> None:
    """Nobody is let go of when it rises."""
    assert struck(toxic(min(one, other))) <= struck(toxic(max(one, other)))


def test_seed_and_name_say_whom() -> None:
    """Two toxics do not strike the same half."""
    assert struck(toxic(0.5)) == struck(toxic(0.5))
    assert struck(toxic(0.5)) != struck(toxic(0.5, seed="2"))
    assert struck(toxic(0.5)) != struck(toxic(0.5, name="later"))


def test_a_share_of_requests_is_drawn_for_each_request() -> None:
    """Such a toxic reads every connection."""
    again = Toxic(
        name="again",
        kind=replay.KIND,
        direction="upstream",
        attributes=replay.Replay(),
        toxicity=0.0,
        counts=ToxicCounts(),
        seed="1",
    )
    assert again.strikes(1)
    assert not again.drawn("1/1")
