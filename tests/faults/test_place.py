"""Claims about places: they are written without their token and read with it."""

from dataclasses import replace
from pathlib import Path

import pytest

from siaga.credentials import Credentials
from siaga.errors import SiagaError
from siaga.faults.fault import FaultError
from siaga.faults.place import Place

PLACE = Place(
    site_url="http://127.0.0.1:1",
    site_pid=12,
    neighbours={"registry": "http://127.0.0.1:2"},
    proxy_url="http://127.0.0.1:3",
    store_path="/tmp/site.db",  # noqa: S108 - a name, nothing is there
    scratch="/tmp",  # noqa: S108 - as above
    run_id="gate/1",
    addresses=("127.0.0.1",),
    token="secret",
)


def test_a_place_is_read_as_it_was_written(tmp_path: Path) -> None:
    """The token is not in the file, and not shown."""
    path = tmp_path / "faults" / "place.json"
    guarded = replace(PLACE, credentials=Credentials(headers={"X-Key": "secret"}))
    guarded.write(path)
    assert "secret" not in path.read_text() + repr(guarded)
    assert Place.read(path, "secret", guarded.credentials) == guarded


@pytest.mark.parametrize("content", ["", "[]", '{"site_urls": 1}'])
def test_a_damaged_place_is_told_of(tmp_path: Path, content: str) -> None:
    """A missing one, too."""
    path = tmp_path / "place.json"
    with pytest.raises(SiagaError, match="is no place"):
        Place.read(path, "", Credentials())
    path.write_text(content)
    with pytest.raises(SiagaError, match="is no place"):
        Place.read(path, "", Credentials())


def test_what_is_not_there_cannot_be_reached() -> None:
    """The error says what is."""
    with pytest.raises(FaultError, match="neighbour 'bank': is not known; known are registry"):
        PLACE.neighbour("bank")
    lonely = Place(site_url="http://127.0.0.1:1")
    with pytest.raises(FaultError, match="known are none"):
        lonely.neighbour("registry")
    with pytest.raises(FaultError, match="proxy: there is none"):
        lonely.proxy()
