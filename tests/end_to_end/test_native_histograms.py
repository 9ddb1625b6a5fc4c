"""Claims about a real Prometheus that takes native histograms: it reads them, and is written them."""

import asyncio
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest
import urllib3
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from siaga.observe.exporter import Exporter
from siaga.observe.native import LatencyFamily
from siaga.observe.remote_write import RemoteWrite
from siaga.observe.write_request import write_request
from siaga.stage.free_port import free_port
from tests.observe.component import component
from tests.observe.test_native import of

DEADLINE_S = 30.0
CONFIG = """
scrape_configs:
  - job_name: read
    scrape_interval: 500ms
    static_configs: [{targets: ['%s']}]
"""


class Latencies(Collector):
    """A step of which nine take 0.1 s and one 3 s."""

    def collect(self) -> Iterator[Metric]:
        """Give them as siaga exports them."""
        family = LatencyFamily("siaga_step_latency_seconds", "How long.", ["step"])
        family.add(["join"], of(*[0.1] * 9, 3.0))
        yield family


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a Prometheus that reads an exporter and takes writes."""
    program, path = component("prometheus"), tmp_path_factory.mktemp("native")
    exporter = Exporter(Latencies(), port=0)
    (path / "prometheus.yml").write_text(CONFIG % exporter.url.split("/")[2])
    listen = f"127.0.0.1:{free_port()}"
    command = [program, f"--config.file={path / 'prometheus.yml'}", f"--web.listen-address={listen}"]
    command += [f"--storage.tsdb.path={path / 'tsdb'}", "--web.enable-remote-write-receiver"]
    command += ["--enable-feature=native-histograms"]
    with (path / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            yield f"http://{listen}"
        finally:
            process.terminate()
            process.wait(DEADLINE_S)
            exporter.close()


def value(url: str, query: str) -> float | None:
    """Give the value of a query; None while there is none."""
    try:
        answer = urllib3.request("GET", f"{url}/api/v1/query", fields={"query": query}, retries=False)
    except urllib3.exceptions.HTTPError:
        return None
    found = answer.json()["data"]["result"] if answer.status == 200 else []
    return float(found[0]["value"][1]) if found else None


def until(told: Callable[[], float | None]) -> float:
    """Wait until there is a value, and give it."""
    deadline_s = time.monotonic() + DEADLINE_S
    while (found := told()) is None:
        assert time.monotonic() < deadline_s, "the Prometheus did not get there in time"
        time.sleep(0.1)
    return found


def test_it_reads_native_histograms_from_the_exporter(url: str) -> None:
    """Their quantiles are as sharp as their buckets, not as the classic ones' 0.1 and 0.25 s."""
    native = 'siaga_step_latency_seconds{job="read"}'
    assert until(lambda: value(url, f"histogram_count({native})")) == 10
    assert until(lambda: value(url, f"histogram_sum({native})")) == pytest.approx(3.9, rel=1e-3)
    median_s = until(lambda: value(url, f"histogram_quantile(0.5, {native})"))
    assert median_s == pytest.approx(0.1, rel=0.03)
    assert until(lambda: value(url, f"histogram_quantile(0.99, {native})")) == pytest.approx(3, rel=0.03)


def test_it_takes_what_is_written_to_it(url: str) -> None:
    """Native histograms and classic series, each with its labels."""
    until(lambda: value(url, "vector(1)"))
    remote = RemoteWrite(f"{url}/api/v1/write", "", 10.0)
    remote.add(write_request(Latencies().collect(), {"job": "siaga", "run": "gate/1"}, time.time()))
    asyncio.run(remote.send())
    assert remote.error == ""
    named = '{job="siaga",run="gate/1",step="join"}'
    assert until(lambda: value(url, f"histogram_count(siaga_step_latency_seconds{named})")) == 10
    assert until(lambda: value(url, f"siaga_step_latency_seconds_count{named}")) == 10
