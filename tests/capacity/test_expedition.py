"""Claims about the expedition: a search folder with what is known, after each level and in the end."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from siaga.capacity import expedition as module
from siaga.capacity.expedition import Expedition
from siaga.capacity.ground import Ground
from siaga.capacity.level import Ask, Level
from siaga.capacity.order import Order
from siaga.capacity.sentence import sentence
from siaga.errors import RefusedError, UsageError
from siaga.scenario.load import loads
from siaga.stage.display import Display, NoDisplay
from siaga.stage.request import Request
from tests.capacity.made_up_sites import MadeUpSite
from tests.capacity.results import TERMS, told
from tests.capacity.turned_day import DAY

NOW = datetime(2026, 11, 30, 10, 0, 0, tzinfo=UTC)


@contextmanager
def _there(*_given: object) -> Iterator[Ground]:
    yield Ground(url="http://127.0.0.1:1", environ={})


def _made_up(*, show: Callable[[str], Display], **_given: object) -> Callable[[Ask, int], Level]:
    site = MadeUpSite(capacity_per_s=40.0)

    def play(ask: Ask, _number: int) -> Level:
        """Play a level, which is shown."""
        show("level").close()
        return told(site(ask))

    return play


@pytest.fixture
def expedition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Expedition:
    """An expedition to a made-up site."""
    monkeypatch.setattr(module, "ground", _there)
    monkeypatch.setattr(module, "Play", _made_up)
    order = Order(
        request=Request(scenario="day.yaml", out=tmp_path / "reports", environ={}),
        day=loads(DAY, "day.yaml"),
        locustfile=Path("/journeys.py"),
        terms=TERMS,
        left_out=(),
    )
    seen: list[int] = []

    def tell(place: int, _level: Level) -> None:
        """Note how many levels are written down by then."""
        (written,) = tmp_path.glob("reports/*/2*/capacity.json")
        assert len(json.loads(written.read_text(encoding="utf-8"))["levels"]) == place
        seen.append(place)

    return Expedition(order=order, show=lambda _title: NoDisplay(), tell=tell, clock=lambda: 0.0)


def test_a_search_leaves_its_folder_with_answer_and_page(expedition: Expedition, tmp_path: Path) -> None:
    """Kept apart from the days that it searched; `latest` leads to it."""
    folder, result = expedition(NOW)
    home = tmp_path / "reports" / "turned-capacity"
    assert folder == (home / "2026-11-30T10-00-00Z").resolve()
    assert (home / "latest").resolve() == folder
    assert result.answer.is_found
    assert json.loads((folder / "capacity.json").read_text(encoding="utf-8")) == result.as_json()
    assert "FOUND" in (folder / "capacity.html").read_text(encoding="utf-8")
    assert (folder / "log.txt").is_file()


def test_a_search_that_was_ended_says_so(expedition: Expedition) -> None:
    """What was known by then is written, and nothing else is played."""
    expedition.over.set()
    folder, result = expedition(NOW)
    assert (result.interrupted, result.levels) == (True, ())
    assert json.loads((folder / "capacity.json").read_text(encoding="utf-8"))["exit_code"] == 130


def test_a_search_that_is_ended_in_its_second_level_says_what_the_first_was(
    expedition: Expedition, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The level that somebody ended is lost; that the site carried the one before it is known."""
    site = MadeUpSite(capacity_per_s=40.0)

    def play(ask: Ask, number: int) -> Level | None:
        """Play a level, in the second of which somebody ends it all."""
        if number == 1:
            return told(site(ask))
        expedition.over.set()
        return None

    monkeypatch.setattr(module, "Play", lambda **_given: play)
    _folder, result = expedition(NOW)
    (written,) = tmp_path.glob("reports/*/2*/capacity.json")
    content = json.loads(written.read_text(encoding="utf-8"))
    assert (content["ending"], content["low_per_s"], len(content["levels"])) == ("unfinished", 20.0, 1)
    assert content["exit_code"] == 130
    assert "at least 20 arrivals a second, as far as was played" in sentence(result)


def refusing(number: int, error: Exception) -> Callable[..., Callable[[Ask, int], Level]]:
    """Give what makes a play of which a level is refused, before it is shown."""

    def make(
        *, show: Callable[[str], Display], folder: Path, **_given: object
    ) -> Callable[[Ask, int], Level]:
        """Make it."""
        made_up = _made_up(show=show)

        def play(ask: Ask, place: int) -> Level:
            """Play a level, or refuse it with a folder begun."""
            if place == number:
                (folder / "01-20").mkdir()
                raise error
            return made_up(ask, place)

        return play

    return make


@pytest.mark.parametrize("error", [UsageError("host: does not answer"), RefusedError("not agreed")])
def test_a_search_whose_first_level_is_refused_leaves_no_trace(
    error: Exception, expedition: Expedition, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No folder, and nothing to which `latest` leads; an earlier search stays the latest."""
    monkeypatch.setattr(module, "Play", refusing(1, error))
    with pytest.raises(type(error)):
        expedition(NOW)
    assert list((tmp_path / "reports").iterdir()) == []
    monkeypatch.setattr(module, "Play", _made_up)
    folder, _result = expedition(NOW)
    monkeypatch.setattr(module, "Play", refusing(1, error))
    with pytest.raises(type(error)):
        expedition(NOW)
    home = tmp_path / "reports" / "turned-capacity"
    assert sorted(one.name for one in home.iterdir()) == [folder.name, "latest"]
    assert (home / "latest").resolve() == folder


def test_a_site_that_is_refused_before_any_level_leaves_no_trace(
    expedition: Expedition, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Such as a host that is no address."""

    def refused(*_given: object) -> None:
        """Refuse."""
        raise UsageError("host 'nonsense': is no address")

    monkeypatch.setattr(module, "ground", refused)
    with pytest.raises(UsageError, match="is no address"):
        expedition(NOW)
    assert list((tmp_path / "reports").iterdir()) == []


def test_a_search_whose_later_level_is_refused_keeps_what_is_known(
    expedition: Expedition, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The first level stays written."""
    monkeypatch.setattr(module, "Play", refusing(2, UsageError("--out: cannot be written")))
    with pytest.raises(UsageError, match="cannot be written"):
        expedition(NOW)
    (written,) = tmp_path.glob("reports/*/2*/capacity.json")
    assert len(json.loads(written.read_text(encoding="utf-8"))["levels"]) == 1
