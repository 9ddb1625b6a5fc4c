"""Connections are kept as long, and as many, as the layer is made for."""

import pytest

from mock_site.layers import Layer, Layers
from mock_site.protection.keep_alive import KeepAlive
from mock_site.protection.terms import Terms
from mock_site.settings import Settings

HARDENED, NAIVE = Layers(), Layers.named("naive")
OFF = Layers(without=frozenset({Layer.KEEP_ALIVE}))


def _of(layers: Layers, time_scale: float = 1.0, connections: int | None = None) -> KeepAlive:
    settings = Settings(
        store="sqlite:///x.db",
        layers=layers,
        time_scale=time_scale,
        terms=Terms(connections=connections),
    )
    return KeepAlive.of(settings, descriptors=20_000)


@pytest.mark.parametrize(
    ("layers", "time_scale", "idle_s"),
    [
        (HARDENED, 1.0, 60.0),
        (HARDENED, 0.5, 30.0),
        (HARDENED, 0.01, 10.0),
        (NAIVE, 1.0, 3_630.0),
        (NAIVE, 0.1, 363.0),
        (OFF, 0.1, 604_800.0),
    ],
)
def test_an_idle_connection_is_kept_for_its_time(
    layers: Layers, time_scale: float, idle_s: float
) -> None:
    """The time follows the day; a hardened one is no shorter than people pause."""
    assert _of(layers, time_scale).idle_s == pytest.approx(idle_s)


@pytest.mark.parametrize(
    ("layers", "connections", "most", "sheds"),
    [
        (HARDENED, None, 19_488, True),
        (HARDENED, 250, 250, True),
        (NAIVE, None, 20_000, False),
        (NAIVE, 250, 250, False),
        (OFF, 250, 250, False),
    ],
)
def test_as_many_are_kept_as_there_is_room_for(
    layers: Layers,
    connections: int | None,
    most: int,
    sheds: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Where nothing is said, a hardened process keeps descriptors for its own work."""
    found = _of(layers, connections=connections)
    assert (found.most, found.sheds) == (most, sheds)


@pytest.mark.parametrize(
    ("layers", "connections", "of_address", "found"),
    [
        (HARDENED, None, None, 2_436),
        (HARDENED, 4, None, 1),
        (HARDENED, None, 30, 30),
        (NAIVE, None, 30, None),
        (OFF, None, None, None),
    ],
)
def test_an_address_has_a_share_of_them(
    layers: Layers, connections: int | None, of_address: int | None, found: int | None
) -> None:
    """An eighth, or what is said; where the layer is not hardened it may have all."""
    terms = Terms(connections=connections, connections_of_address=of_address)
    settings = Settings(store="sqlite:///x.db", layers=layers, terms=terms)
    keep_alive = KeepAlive.of(settings, descriptors=20_000)
    assert keep_alive.of_address == found
    assert (keep_alive.shares(terms) is None) == (found is None)


def test_neither_this_machine_nor_a_proxy_has_a_share() -> None:
    """All come from there; anybody else has one."""
    terms = Terms(trusted_proxies=("10.0.0.0/8",))
    shares = KeepAlive.of(Settings(store="sqlite:///x.db"), descriptors=20_000).shares(terms)
    assert shares is not None
    assert [shares.owner(peer) for peer in ("127.0.0.1", "10.1.2.3", "192.0.2.1")] == [
        "",
        "",
        "192.0.2.1",
    ]


def test_a_process_with_few_descriptors_takes_connections_all_the_same() -> None:
    """One at least."""
    assert KeepAlive.of(Settings(store="sqlite:///x.db"), descriptors=64).most == 1


@pytest.mark.parametrize(
    ("idle_s", "most", "message"),
    [(0.0, 1, "idle_s: is 0.0; it must be above 0"), (1.0, 0, "most: is 0; it must be 1 or more")],
)
def test_what_keeps_nothing_is_refused(idle_s: float, most: int, message: str) -> None:
    """The refusal says what is wrong."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        KeepAlive(idle_s=idle_s, most=most, sheds=True)


def test_a_share_of_nothing_is_refused() -> None:
    """Nobody could connect."""
    with pytest.raises(ValueError, match=r"^of_address: is 0; it must be 1 or more$"):
        KeepAlive(idle_s=1.0, most=1, sheds=True, of_address=0)
