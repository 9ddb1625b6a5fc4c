"""The connections of a process: whoever is idle for longest makes room, where anybody does."""

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from mock_site.protection.connection_metrics import ConnectionMetrics
from mock_site.protection.connections import Connections
from mock_site.protection.shares import Shares


class Line:
    """A connection that only notes whether it was closed."""

    def __init__(self) -> None:
        self.closed = False

    def force_close(self) -> None:
        """Note it."""
        self.closed = True


class House:
    """Connections with their counts."""

    def __init__(self, most: int, *, sheds: bool, shares: Shares | None = None) -> None:
        self._registry = CollectorRegistry()
        metrics = ConnectionMetrics(self._registry)
        self.connections = Connections(most, sheds=sheds, metrics=metrics, shares=shares)

    def came(self, peer: str | None = None) -> Line:
        """Let a new one in."""
        line = Line()
        self.connections.came(line, peer)
        return line

    def count(self, name: str, **labels: str) -> float | None:
        """Give what was counted."""
        return self._registry.get_sample_value(name, labels)


def test_every_series_is_there_before_anybody_comes() -> None:
    """A rate over it is 0 and not unknown."""
    house = House(1, sheds=True)
    assert house.count("site_connections") == 0
    assert [house.count("site_connections_closed_total", which=one) for one in ("idle", "new")] == [0, 0]


def test_open_connections_are_counted_until_they_are_gone() -> None:
    """One that goes twice goes once."""
    house = House(9, sheds=True)
    first, _second = house.came(), house.came()
    assert house.count("site_connections") == len(house.connections) == 2
    house.connections.gone(first)
    house.connections.gone(first)
    assert house.count("site_connections") == 1


def test_the_one_that_is_idle_for_longest_makes_room() -> None:
    """Idle since it came, or since its last answer."""
    house = House(3, sheds=True)
    first, second, third = house.came(), house.came(), house.came()
    house.connections.stirs(first)
    house.connections.rests(first)
    fourth = house.came()
    assert [one.closed for one in (first, second, third, fourth)] == [False, True, False, False]
    assert house.count("site_connections") == 3
    assert house.count("site_connections_closed_total", which="idle") == 1


def test_one_that_is_being_served_does_not_make_room() -> None:
    """Where all are, the new one is closed."""
    house = House(1, sheds=True)
    served = house.came()
    house.connections.stirs(served)
    new = house.came()
    house.connections.gone(new)
    assert (served.closed, new.closed) == (False, True)
    assert house.count("site_connections") == 1
    assert house.count("site_connections_closed_total", which="new") == 1


def test_where_none_makes_room_the_new_one_is_closed() -> None:
    """However long the others have been idle; until one of them goes by itself."""
    house = House(1, sheds=False)
    idle, new = house.came(), house.came()
    assert (idle.closed, new.closed) == (False, True)
    house.connections.gone(idle)
    assert not house.came().closed


def test_the_answer_to_one_that_had_to_go_brings_it_back_to_nobodys_mind() -> None:
    """It is closed, whatever was under way."""
    house = House(1, sheds=True)
    shed = house.came()
    house.came()
    house.connections.rests(shed)
    assert len(house.connections) == 1
    assert not [one for one in (house.came(),) if one.closed]


@given(
    st.integers(1, 4),
    st.booleans(),
    st.lists(st.tuples(st.sampled_from(["came", "stirs", "rests", "gone"]), st.integers(0, 5))),
)
def test_there_are_never_more_than_there_is_room_for(
    most: int,
    sheds: bool,  # noqa: FBT001 - drawn
    events: list[tuple[str, int]],
) -> None:
    """Whatever happens in whatever order; and what is counted is what is open."""
    house = House(most, sheds=sheds)
    lines: list[Line] = []
    for event, number in events:
        if event == "came":
            lines.append(house.came())
        elif number < len(lines):
            getattr(house.connections, event)(lines[number])
        assert house.count("site_connections") == len(house.connections) <= most
