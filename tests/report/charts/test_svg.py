"""Claims about SVGs: pictures that can stand in a page beside each other, the same every time."""

import re
import xml.etree.ElementTree as ET

import pytest

from siaga.report.charts.band import Band
from siaga.report.charts.frame import Frame
from siaga.report.charts.line import Line
from siaga.report.charts.size import WIDE
from siaga.report.charts.svg import svg

HOSTILE = "</title><script>alert(1)</script> & \"'"
FRAME = Frame(bands=(Band(number=1, name=HOSTILE[:12], start_s=0, end_s=60, rate="1 /s"),), end_s=60)
SPEC = FRAME.spec([Line(label="a", tone="p50", at_s=(0, 60), values=(1.0, 4.0))], WIDE)


def _drawn(name: str = "one", title: str = "A title", description: str = "What it shows") -> str:
    return str(svg(SPEC, name=name, title=title, description=description))


def _parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - drawn by this project


@pytest.mark.usefixtures("drawn_anew")
def test_a_picture_is_drawn_the_same_every_time() -> None:
    """Vega counts its clip paths through the life of a process; names here do not."""
    assert _drawn() == _drawn()


def test_two_pictures_share_no_id() -> None:
    """Both can stand in one page."""
    first, second = (set(re.findall(r'\bid="([^"]+)"', _drawn(name))) for name in ("one", "two"))
    assert first
    assert second
    assert first & second == set()


def test_a_picture_is_told_by_title_and_description() -> None:
    """A screen reader hears both, and no roles of single marks."""
    root = _parsed(_drawn())
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "one-title one-description"
    assert [(one.tag, one.text) for one in root[:2]] == [("title", "A title"), ("desc", "What it shows")]
    assert [one for one in root.iter() if "role" in one.attrib] == [root]


def test_a_picture_grows_with_the_page() -> None:
    """It has a view box and no size of its own."""
    root = _parsed(_drawn())
    assert "viewBox" in root.attrib
    assert {"width", "height"} & set(root.attrib) == set()


def test_hostile_text_stays_text() -> None:
    """Titles, descriptions and names of phases are escaped."""
    root = _parsed(_drawn(title=HOSTILE, description=HOSTILE))
    assert [root[0].text, root[1].text] == [HOSTILE, HOSTILE]
    assert HOSTILE[:12] in {one.text for one in root.iter("text")}
    assert list(root.iter("script")) == []


def test_a_picture_refers_to_nothing_outside() -> None:
    """No font, image or address is named, but for the fonts of the page."""
    assert re.findall(r"https?:|href=|<image|<style", _drawn()) == []


def test_a_picture_that_begins_otherwise_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the renderer may not lose the names in silence."""
    monkeypatch.setattr("vl_convert.vegalite_to_svg", lambda *_given, **_how: "<svg id='x'/>")
    with pytest.raises(ValueError, match="svg one: does not begin as expected"):
        _drawn()
