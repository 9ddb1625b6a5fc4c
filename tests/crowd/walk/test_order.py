"""Claims about the order of a walk: it is read whole, or it is none."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from siaga.crowd.walk.order import WalkOrder

ORDER = WalkOrder(
    scenario="name: day",
    locustfile="day.py",
    host="http://127.0.0.1:1",
    ledger="ledger",
    visitors={"everybody": 3},
    epoch=2,
    run_id="r-1",
    addresses=("127.0.0.1",),
    feeds=({"name": "codes"},),
    hosts=({"url": "http://127.0.0.1:2"},),
    within_s=60.0,
    most_requests=500,
)


def test_an_order_is_read_back(tmp_path: Path) -> None:
    """As it was written."""
    path = tmp_path / "order.json"
    path.write_text(json.dumps(asdict(ORDER)), encoding="utf-8")
    assert WalkOrder.read(path) == ORDER


WHOLE = asdict(ORDER)


@pytest.mark.parametrize(
    "content",
    [
        {name: value for name, value in WHOLE.items() if name != "host"},
        {name: value for name, value in WHOLE.items() if name != "feeds"},
        {**WHOLE, "colour": "red"},
        {**WHOLE, "hosts": None},
        ["walk"],
        3,
    ],
    ids=["without-host", "without-feeds", "something-else", "no-hosts", "list", "number"],
)
def test_what_is_no_order_is_refused_with_its_name(tmp_path: Path, content: object) -> None:
    """Nobody walks by half of one."""
    path = tmp_path / "order.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ValueError, match=r"order .*order.json: is none \("):
        WalkOrder.read(path)


def test_what_is_no_json_is_no_order(tmp_path: Path) -> None:
    """A file that was cut off, say."""
    path = tmp_path / "order.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match=r"order .*order.json: is none \("):
        WalkOrder.read(path)
