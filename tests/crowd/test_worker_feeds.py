"""Claims about feeds at real workers: rows go out once, and without the master's file nobody is sent."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from siaga.crowd.master import FEED_BYTES_PER_S, LEAD_S, Master
from siaga.crowd.order import Order
from siaga.record.feed_source import FeedSource
from siaga.record.file_digest import FileDigest
from siaga.record.run_record import RunRecord
from siaga.scenario.feed import Feed
from siaga.scenario.load import dump, load
from tests.crowd.locust_run import LocustRun

JOURNEY = 'me.notes["code"] = me.feed("vouchers")["code"]'


@pytest.fixture
def fed(run: Callable[..., LocustRun], tmp_path: Path) -> LocustRun:
    """A prepared run of 40 visitors and as many rows."""
    made = run("http://127.0.0.1:1", JOURNEY)
    path = tmp_path / "vouchers.csv"
    path.write_text("code\n" + "".join(f"{row}\n" for row in range(40)), encoding="utf-8")
    feed = Feed.model_validate({"name": "vouchers", "file": "vouchers.csv", "for": ["everybody"]})
    scenario = load(made.folder.scenario).model_copy(update={"feeds": (feed,)})
    made.folder.scenario.write_text(dump(scenario), encoding="utf-8")
    digest = FileDigest.of(path).sha256
    source = FeedSource(name="vouchers", file="../vouchers.csv", rows=40, sha256=digest)
    record = RunRecord.read(made.folder.run)
    replace(record, feeds=(source.as_json(),)).write(made.folder.run)
    return made


def test_workers_hand_out_every_row_once(fed: LocustRun) -> None:
    """Of whichever share the visitor is."""
    fed.start_all(2)
    code, said = fed.end("master")
    assert code == 0, said
    told = [(fact["row"], fact["visitor"]) for fact in fed.ledger("handout")]
    assert sorted(told) == [(visitor + 1, visitor) for visitor in range(40)]


def test_without_the_masters_file_the_run_ends_for_all(fed: LocustRun, tmp_path: Path) -> None:
    """Before anybody is sent, with the reason."""
    (tmp_path / "vouchers.csv").write_text("code\nanother\n", encoding="utf-8")
    fed.start("master", "--headless")
    code, said = fed.end("master")
    assert code != 0
    assert "worker 0 stopped: feed vouchers: " in said
    assert "is another file than the master's" in said
    assert fed.ledger("handout") == []


def test_the_day_begins_later_where_workers_have_more_to_read(fed: LocustRun, tmp_path: Path) -> None:
    """By what they need for it; they are told where the file is on the master's machine."""
    sent: dict[str, Order] = {}
    master = Master(fed.folder, ["one"], lambda: 1_000.0)
    master.order(sent.__setitem__)
    path = tmp_path / "vouchers.csv"
    assert sent["one"].t0_s == 1_000.0 + LEAD_S + path.stat().st_size / FEED_BYTES_PER_S
    assert [one["file"] for one in sent["one"].feeds] == [str(path.resolve())]
