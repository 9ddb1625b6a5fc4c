"""Claims about the page of feeds: its snippets can be played, its numbers are those of the code."""

import re
from pathlib import Path

import yaml

from siaga.judge.feed_evidence import feed_rows
from siaga.judge.handouts import Handouts
from siaga.scenario.feed_file import MOST_BYTES, MOST_ROW_BYTES
from siaga.scenario.load import loads
from tests.scenario.days import shipped

PAGE = (Path(__file__).parents[2] / "docs" / "feeds.md").read_text(encoding="utf-8")


class _Me:
    """A visitor who has a voucher and tells what it sends."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, object]] = []

    def feed(self, name: str) -> dict[str, str]:
        """Give a row."""
        return {"code": f"of {name}"}

    def post(self, path: str, *, json: object, **_options: object) -> None:
        """Send something."""
        self.sent.append((path, json))


def test_the_feeds_that_the_page_shows_fit_into_a_shipped_scenario() -> None:
    """Its populations are that scenario's."""
    (block,) = re.findall(r"^```yaml fragment=feeds\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    content = yaml.safe_load(shipped("gate")) | {"feeds": yaml.safe_load(block)}
    assert [one.name for one in loads(yaml.safe_dump(content), "feeds").feeds] == [
        "vouchers",
        "accounts",
    ]


def test_the_journey_that_the_page_shows_sends_the_voucher() -> None:
    """It is Python."""
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    names: dict[str, object] = {}
    exec(code, names)  # noqa: S102 - the page's own
    me = _Me()
    names["registrant"](me)  # type: ignore[operator]
    assert me.sent == [("/vouchers", {"code": "of vouchers"})]


def test_the_page_tells_what_the_code_does() -> None:
    """Limits, and the sentence of the check."""
    assert f"at most {MOST_ROW_BYTES:,} bytes, a file {MOST_BYTES:,}" in PAGE
    sound = Handouts(feed="vouchers", again=False, rows=4_812, visitors=4_812)
    assert feed_rows([sound]).text in PAGE
