"""Claims about written metrics: a receiver sees what the exporter shows, to the verdict."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence

import pytest
import urllib3
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from siaga.errors import UsageError
from siaga.observe.remote_write import RemoteWrite as Remote
from siaga.scenario.load import dump
from siaga.scenario.prometheus import RemoteWrite
from siaga.stage import written_metrics as module
from siaga.stage.export import Export
from siaga.stage.written_metrics import WrittenMetrics, written_metrics
from tests.judge.hand_made import Run
from tests.observe.write_receiver import WriteReceiver, receiving


class Number(Collector):
    """A metric that is one more each time it is asked for."""

    def __init__(self) -> None:
        self._number = 0

    def collect(self) -> Iterable[Metric]:
        """Count up."""
        self._number += 1
        yield GaugeMetricFamily("number", "A number.", value=self._number)


@pytest.fixture
async def receiver() -> AsyncIterator[WriteReceiver]:
    """Run a receiver."""
    async with receiving() as made:
        yield made


def writer(
    receiver: WriteReceiver, said: list[str], times_s: Sequence[float] = (1.0, 2.0, 3.0, 4.0)
) -> WrittenMetrics:
    """Give what writes a number to a receiver."""
    asked = RemoteWrite.model_validate(
        {"url": receiver.url, "every": "10 ms", "labels": {"team": "desk"}}
    )
    wall = iter(times_s)
    return WrittenMetrics(
        Remote(receiver.url, "", 5.0), asked, "gate/1", [Number()], said.append, lambda: next(wall)
    )


async def test_every_series_has_the_names_of_job_and_run(receiver: WriteReceiver) -> None:
    """With the labels of the scenario, as of the time of the write."""
    await writer(receiver, [], (12.5,)).write()
    labels = {"__name__": "number", "job": "siaga", "run": "gate/1", "team": "desk"}
    assert receiver.series == [(labels, 1.0, 12_500)]


async def test_what_could_not_be_written_is_written_later_and_told_once(receiver: WriteReceiver) -> None:
    """One line when it begins to fail, one when it is well again, however often it fails."""
    said: list[str] = []
    writing = writer(receiver, said)
    receiver.answers = [(503, "busy")] * 2
    await writing.write()
    await writing.write()
    assert said == ["remote-write: status 503: busy"]
    await writing.write()
    assert said[1:] == ["remote-write: is taken again"]
    assert [(value, at_ms) for _labels, value, at_ms in receiver.series] == [
        (1.0, 1_000),
        (2.0, 2_000),
        (3.0, 3_000),
    ]


async def test_it_writes_on_a_beat_until_it_is_cancelled(receiver: WriteReceiver) -> None:
    """Again and again."""
    writing = writer(receiver, [], [float(number) for number in range(10_000)])
    following = asyncio.create_task(writing.follow())
    await receiver.until(3)
    following.cancel()
    assert [value for _labels, value, _at_ms in receiver.series[:3]] == [1.0, 2.0, 3.0]


async def test_a_receiver_that_hangs_at_the_end_is_not_waited_for(
    receiver: WriteReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run ends all the same."""
    monkeypatch.setattr(module, "LAST_S", 0.0)
    await writer(receiver, []).last()
    assert receiver.series == []


def test_a_scenario_that_asks_for_none_writes_nothing(run: Run) -> None:
    """Nothing is looked up."""
    assert written_metrics(run.scenario, {}, run.folder, [], print) is None


def test_a_reference_that_leads_nowhere_is_refused(run: Run) -> None:
    """Before anything is sent."""
    run.judged_with(remote_write=RemoteWrite(url="${PUSH}"))
    with pytest.raises(UsageError, match="environment: PUSH is not set"):
        written_metrics(run.scenario, {}, run.folder, [], print)


async def test_an_export_writes_what_it_shows_and_says_how_that_went(
    run: Run, receiver: WriteReceiver
) -> None:
    """The counts of writes are on its page."""
    run.record()
    run.judged_with(remote_write=RemoteWrite(url=receiver.url))
    run.folder.scenario.write_text(dump(run.scenario))
    metrics = Export(run.folder, 0)
    playing = asyncio.create_task(metrics.play(lambda: None))
    try:
        await receiver.until(1)
        assert "siaga_run_stage" in {labels["__name__"] for labels, _value, _at_ms in receiver.series}
        answer = await asyncio.to_thread(urllib3.request, "GET", metrics.exporter.url)
        assert 'siaga_remote_writes_total{result="lost"} 0.0' in answer.data.decode()
    finally:
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)
        metrics.exporter.close()
