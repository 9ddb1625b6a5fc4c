"""Claims about the page of ideas: its pictures are drawn of what was measured last."""

import importlib.util
import re
from types import ModuleType

import pytest

from tests.docs.typed import ROOT

PAGE = (ROOT / "docs" / "ideas.md").read_text("utf-8")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that draws them."""
    spec = importlib.util.spec_from_file_location("ideas", ROOT / "benchmarks" / "ideas.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_picture_of_the_page_is_drawn_by_the_script(script: ModuleType) -> None:
    """And the other way around; each is small."""
    shown = re.findall(r"\]\(pictures/(ideas-[a-z]+\.svg)\)", PAGE)
    assert sorted(shown) == sorted(script.pictures())
    sizes = [(ROOT / "docs" / "pictures" / name).stat().st_size for name in shown]
    assert max(sizes) < 100_000


def test_the_pictures_hold_what_the_tables_hold(script: ModuleType) -> None:
    """A new measurement has them drawn anew: `.venv/bin/python benchmarks/ideas.py`."""
    for name, drawn in script.pictures().items():
        kept = (ROOT / "docs" / "pictures" / name).read_text("utf-8")
        words = [re.findall(r">([^<>]+)<", one) for one in (kept, drawn)]
        assert len(words[0]) > 20
        assert words[0] == words[1], f"{name}: is of another measurement; draw it anew"


def test_the_truth_of_the_stall_is_told_as_it_was_measured(script: ModuleType) -> None:
    """The sentence of the page agrees with its picture."""
    rows = script._column("Latency: a stall of 5 s", "p99", per=1000)
    assert [(one["name"], round(one["value"], 1)) for one in rows[:2]] == [("true", 4.8), ("siaga", 4.8)]
    assert "The truth is 4.8 s." in PAGE
    kinds = {one["name"]: one["kind"] for one in rows}
    assert kinds["k6, 10 VUs"] == script.SHORT
    assert kinds["Locust FastHttpUser, 10 paced"] == script.SITE
