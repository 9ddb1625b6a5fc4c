"""Each signal begins what it is for, and what it cannot do is said."""

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mock_site.errors import UsageError
from mock_site.harm.board import Board
from mock_site.layers import Layer, Layers, Profile
from mock_site.process.power_loss import PowerLoss
from mock_site.process.restart import RestartAtOnce, RollingRestart
from mock_site.process.signals import undertakings
from mock_site.settings import Settings
from mock_site.store.embedded import EmbeddedServer
from mock_site.store.schema import prepare
from mock_site.store.sync_mark import mark_path


class NoCrew:
    """A crew of nobody."""

    running: list[Any] = []  # noqa: RUF012 - nobody is ever added

    def of(self, _parts: object) -> list[Any]:
        """Give nobody."""
        return []

    def dismiss(self, *_: object) -> None:
        """Do nothing."""


CREW: Any = NoCrew()


@pytest.fixture
def settings_of(tmp_path: Path) -> Callable[..., Settings]:
    """Give a function that makes the settings of a site on a prepared store."""
    prepare(tmp_path / "site.db", "1", 1)
    return lambda **given: Settings(**{"store": f"sqlite:///{tmp_path}/site.db", **given})


@pytest.mark.parametrize(
    ("layers", "kind"),
    [
        (Layers(), RollingRestart),
        (Layers(profile=Profile.NAIVE), RestartAtOnce),
        (Layers(without=frozenset({Layer.DRAIN})), RestartAtOnce),
    ],
)
def test_a_release_is_made_as_the_drain_is(
    settings_of: Callable[..., Settings], layers: Layers, kind: type[object]
) -> None:
    """One after another only where it is hardened; it waits for what is under way."""
    release = undertakings(settings_of(layers=layers), 3.0, [], print)[signal.SIGHUP]
    assert isinstance(release.begin(CREW), kind)
    assert not release.is_urgent


def test_a_power_loss_waits_for_nothing_and_is_noted(
    settings_of: Callable[..., Settings], tmp_path: Path
) -> None:
    """On the board, from which the workers tell it."""
    said: list[str] = []
    power = undertakings(settings_of(records_syncs=True), 0.0, [], said.append)[signal.SIGUSR2]
    assert power.is_urgent
    loss = power.begin(CREW)
    assert isinstance(loss, PowerLoss)
    assert loss.step()
    assert said == [
        "power: is gone, and with it 0 bytes that were not on the disk",
        "power: is back",
    ]
    assert Board(tmp_path / "site.db.harm").notice.power_losses == 1


def test_the_power_stays_on_where_nobody_records(settings_of: Callable[..., Settings]) -> None:
    """And the log says what to do."""
    said: list[str] = []
    assert undertakings(settings_of(), 0.0, [], said.append)[signal.SIGUSR2].begin(CREW).step()
    assert said == ["power: stays on; --record-syncs was not given"]


@pytest.mark.parametrize("without", [False, True])
def test_a_store_that_flushes_nothing_is_copied(
    settings_of: Callable[..., Settings], tmp_path: Path, *, without: bool
) -> None:
    """As what there was is all that a loss would leave; marks of a site before are forgotten."""
    mark_path(tmp_path / "site.db").write_text("x")
    layers = Layers(without=frozenset({Layer.DURABILITY} if without else ()))
    undertakings(settings_of(records_syncs=True, layers=layers), 0.0, [], print)
    assert (tmp_path / "site.db.copy").exists() == without
    assert not mark_path(tmp_path / "site.db").exists()


def test_what_cannot_be_is_refused(settings_of: Callable[..., Settings]) -> None:
    """In one line."""
    with pytest.raises(UsageError, match=r"^power-back-s: is -1; it must be 0 to 3600$"):
        undertakings(settings_of(), -1, [], print)
    database = settings_of(store="postgresql://x/y", records_syncs=True, shared_path="/x")
    with pytest.raises(UsageError, match=r"^record-syncs: is for an SQLite store or postgresql\+emb"):
        undertakings(database, 3.0, [], print)


def test_a_server_that_cannot_lose_its_power_keeps_it(
    settings_of: Callable[..., Settings], tmp_path: Path
) -> None:
    """The workers live on, and the log says why."""
    said: list[str] = []
    tmp_path.chmod(0o755)
    server = EmbeddedServer(tmp_path / "pg", print)
    settings = settings_of(
        store=f"postgresql+embedded://{tmp_path}/pg", records_syncs=True, shared_path="/x"
    )
    power = undertakings(settings, 0.0, [], said.append, server)[signal.SIGUSR2]
    assert power.begin(CREW).step()
    assert said == ["power: stays on; PostgreSQL: does not run, and has no power to lose"]
