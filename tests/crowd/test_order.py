"""Claims about an order: it survives the way through Locust's message."""

import math

import msgpack
import pytest

from siaga.crowd.order import Order
from siaga.record.site_host import SiteHost


@pytest.mark.parametrize(("only", "leased_until_s"), [((), math.inf), ((4, 17), 9.5)])
def test_an_order_comes_through_a_message_as_it_was(
    only: tuple[int, ...], leased_until_s: float
) -> None:
    """Packed as Locust packs it, which knows no tuples."""
    order = Order(
        folder="/runs/1", token="t", scenario="name: x", host="http://127.0.0.1:1", rank=1, workers=2,
        t0_s=1_000.25, seed=3, epoch=5, only=only, via="http://127.0.0.1:2", run_id="gate/1",
        addresses=("127.0.0.2", "::1"),
        hosts=(SiteHost(url="http://api.test", addresses=("127.0.0.3",)).as_json(),),
        locustfile_digest="0", leased_until_s=leased_until_s,
        feeds=({"name": "vouchers", "file": "/v.csv", "rows": 3, "sha256": "0"},),
    )  # fmt: skip
    passed = msgpack.unpackb(msgpack.packb(order.as_message()))
    assert Order.from_message(passed) == order
    assert Order.from_message(passed).site_hosts == (
        SiteHost(url="http://api.test", addresses=("127.0.0.3",)),
    )
