"""The home page says how the wave stands, in either language, without scripts."""

import json

import pytest

from mock_site.pages.home_page import HomePage, WaveLabel, label_of
from mock_site.pages.negotiation import Language
from mock_site.pages.pages import Pages
from mock_site.store.draw import Draw
from mock_site.store.records import WaveState

DRAWN = Draw(commitment="c", applications=3, seed="s", drawn_at_s=50.0)


def _wave(
    *,
    quota: int = 1_648,
    given: int = 0,
    opens_at_s: float | None = None,
    closes_at_s: float | None = None,
    draw: Draw | None = None,
) -> WaveState:
    return WaveState(
        wave="1", quota=quota, given=given, opens_at_s=opens_at_s, closes_at_s=closes_at_s, draw=draw
    )


@pytest.mark.parametrize(
    ("wave", "now_s", "label"),
    [
        (_wave(opens_at_s=100.0), 99.9, WaveLabel.NOT_OPEN),
        (_wave(opens_at_s=100.0), 100.0, WaveLabel.OPEN),
        (_wave(), 0.0, WaveLabel.OPEN),
        (_wave(quota=2, given=1), 0.0, WaveLabel.OPEN),
        (_wave(quota=2, given=2), 0.0, WaveLabel.FULL),
        (_wave(quota=1, given=2), 0.0, WaveLabel.FULL),
        (_wave(quota=0, opens_at_s=100.0), 0.0, WaveLabel.NOT_OPEN),
        (_wave(closes_at_s=100.0), 99.9, WaveLabel.OPEN),
        (_wave(closes_at_s=100.0), 100.0, WaveLabel.CLOSED),
        (_wave(quota=0, closes_at_s=100.0), 100.0, WaveLabel.CLOSED),
        (_wave(quota=0, draw=Draw(commitment="c", applications=3)), 0.0, WaveLabel.OPEN),
        (_wave(draw=DRAWN), 0.0, WaveLabel.CLOSED),
        (_wave(opens_at_s=100.0, closes_at_s=101.0, draw=DRAWN), 99.0, WaveLabel.CLOSED),
        (_wave(opens_at_s=100.0, closes_at_s=101.0), 99.0, WaveLabel.NOT_OPEN),
    ],
)
def test_a_wave_is_not_open_then_open_or_full_then_closed(
    wave: WaveState, now_s: float, label: WaveLabel
) -> None:
    """At the very second of opening and closing; full is when no seat is left, unless lots decide.

    Once they are drawn it is closed, whenever it is said to open or close again.
    """
    assert label_of(wave, now_s) is label


def _html(wave: WaveState, now_s: float, language: Language) -> str:
    return HomePage(Pages()).render(wave, now_s).html[language].body.decode()


def test_the_json_page_says_all_there_is() -> None:
    """A programme reads wave, state, opening, closing, and seats left and held."""
    wave = _wave(given=648, opens_at_s=1_586_606_400.0, closes_at_s=1_586_610_000.0)
    page = HomePage(Pages()).render(wave, 0.0)
    assert json.loads(page.json.body) == {
        "wave": "1",
        "state": "not_open",
        "opens_at": 1_586_606_400.0,
        "closes_at": 1_586_610_000.0,
        "seats_left": 1_000,
        "seats_held": 0,
        "draw": None,
    }


@pytest.mark.parametrize(
    ("language", "code", "texts"),
    [
        (Language.INDONESIAN, "id", ["Belum dibuka", "1.248", "1.648"]),
        (Language.ENGLISH, "en", ["Not open yet", "1,248", "1,648"]),
    ],
)
def test_the_html_page_says_it_in_the_visitors_language(
    language: Language, code: str, texts: list[str]
) -> None:
    """A person reads the same, with the time as a clock in Jakarta shows it."""
    html = _html(_wave(given=400, opens_at_s=1_586_606_400.0), 0.0, language)
    for text in (f'<html lang="{code}">', "11-04-2020 19:00:00 WIB", *texts):
        assert text in html
    assert "<script" not in html
    assert 'name="viewport" content="width=device-width' in html


@pytest.mark.parametrize(
    ("wave", "texts"),
    [
        (_wave(), ["Dibuka"]),
        (_wave(quota=0), ["Penuh"]),
        (_wave(closes_at_s=1_586_606_400.0), ["Ditutup", "11-04-2020 19:00:00 WIB"]),
    ],
    ids=["open", "full", "closed"],
)
def test_the_html_page_says_how_the_wave_stands(wave: WaveState, texts: list[str]) -> None:
    """The state of the wave is in words, and a closing is told beforehand."""
    html = _html(wave, 1_586_606_400.0, Language.INDONESIAN)
    assert [text for text in texts if text not in html] == []
    assert ("Waktu tutup" in html) == (wave.closes_at_s is not None)


def test_the_pages_of_the_languages_lead_to_each_other() -> None:
    """And English readers stay with English on their way in."""
    assert 'href="/?lang=en"' in _html(_wave(), 0.0, Language.INDONESIAN)
    english = _html(_wave(), 0.0, Language.ENGLISH)
    assert 'href="/?lang=id"' in english
    assert 'href="/accounts?lang=en"' in english


def test_the_page_is_rendered_once_for_a_state() -> None:
    """The same bytes are handed out until the wave, or its state by the clock, changes."""
    page = HomePage(Pages())
    wave = _wave(opens_at_s=10.0)
    assert page.render(wave, 0.0) is page.render(wave, 9.0)
    assert page.render(wave, 9.0) is not page.render(wave, 10.0)
