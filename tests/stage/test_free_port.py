"""Claims about the free port: no connection of somebody else takes it before it is listened on."""

import socket
from pathlib import Path

import pytest

from siaga.stage.free_port import free_port


def _ranged(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "range"
    path.write_text(text)
    return path


def test_it_is_none_that_connections_take_by_themselves(tmp_path: Path) -> None:
    """The kernel gives those to whoever connects, at any moment."""
    for _ in range(20):
        assert 20_000 <= free_port(_ranged(tmp_path, "32000\t60999\n")) < 32_000


def test_somebody_can_listen_there() -> None:
    """At once, on this machine."""
    with socket.create_server(("127.0.0.1", free_port())) as listener:
        assert listener.getsockname()[1] > 1024


def test_one_where_somebody_listens_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the next is tried."""
    with socket.create_server(("127.0.0.1", free_port())) as taken:
        port = taken.getsockname()[1]
        draws = iter([port - 20_000, *range(11_000, 11_060)])
        monkeypatch.setattr("secrets.randbelow", lambda _span: next(draws))
        assert free_port(_ranged(tmp_path, "32000 60999")) != port


@pytest.mark.parametrize("text", ["1024 65535", "", "many ports"])
def test_where_connections_take_all_any_free_one_is_given(tmp_path: Path, text: str) -> None:
    """Or where nobody says which they take."""
    assert free_port(_ranged(tmp_path, text)) > 1024
    assert free_port(tmp_path / "nothing") > 1024
