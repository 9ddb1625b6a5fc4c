"""Claims about the exporter: it is found where it says, and it knows how often it is asked."""

import socket

import pytest
import urllib3
from prometheus_client.parser import text_string_to_metric_families

from siaga.errors import UsageError
from siaga.observe.exporter import Exporter, Scrapes


def _shown(exporter: Exporter) -> dict[str, float]:
    families = text_string_to_metric_families(urllib3.request("GET", exporter.url).data.decode())
    return {one.name: one.value for family in families for one in family.samples}


def test_every_scrape_is_counted_and_the_making_is_none() -> None:
    """The first page shows 1, the second 2; the beat is the time between them."""
    times_s = iter((10.0, 12.5, 13.0))
    scrapes = Scrapes(lambda: next(times_s))
    exporter = Exporter(scrapes, port=0)
    try:
        assert (scrapes.number, scrapes.beat_s, scrapes.since_s()) == (0, None, None)
        assert [_shown(exporter)["siaga_exporter_scrapes_total"] for _ in range(2)] == [1, 2]
        assert (scrapes.beat_s, scrapes.since_s()) == (2.5, 0.5)
    finally:
        exporter.close()


def test_whoever_asks_for_protobuf_gets_it() -> None:
    """The same metrics, in the format that has native histograms; anybody else gets text."""
    exporter = Exporter(Scrapes(), port=0)
    wanted = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
    try:
        answer = urllib3.request("GET", exporter.url, headers={"Accept": f"{wanted},*/*;q=0.1"})
        assert answer.headers["Content-Type"].replace(" ", "") == wanted
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert b"siaga_exporter_scrapes_total" in answer.data
        text = urllib3.request("GET", exporter.url, headers={"Accept": f"text/plain,{wanted}"})
        assert text.headers["Content-Type"].startswith("text/plain")
    finally:
        exporter.close()


def test_a_port_in_use_is_passed_over() -> None:
    """The next that is free is taken; where there is none the range is told."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        exporter = Exporter(Scrapes(), port=port)
        exporter.close()
        assert port < exporter.port < port + 100
    with socket.socket() as last:
        last.bind(("127.0.0.1", 65_535))
        last.listen()
        with pytest.raises(UsageError, match="port: 65535 to 65535 are all in use"):
            Exporter(Scrapes(), port=65_535)


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    """Nothing is listened on."""
    with pytest.raises(UsageError, match=f"port: {port} is none; 0 to 65535 is allowed"):
        Exporter(Scrapes(), port=port)
