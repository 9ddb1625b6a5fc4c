"""Claims about the export of a run's metrics: it outlives the sending, and is seen with the verdict."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from siaga.errors import UsageError
from siaga.record.run_folder import RunFolder
from siaga.stage.conclusion import conclude
from siaga.stage.export import JUDGE_NICE, LONGEST_BEAT_S, Export
from siaga.stage.standing import Standing
from tests.judge.hand_made import Run


@contextlib.contextmanager
def _closing(metrics: Export) -> Iterator[Export]:
    try:
        yield metrics
    finally:
        metrics.exporter.close()


def test_a_run_is_exported_from_its_preparation_to_its_verdict(run: Run) -> None:
    """As a process of its own that says where, and ends when it is told to."""
    run.record()
    conclude(run.folder, strict=False)
    command = [sys.executable, "-m", "siaga.stage.export", str(run.folder.path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip().removeprefix("the run's metrics are at ")
        page = urllib3.request("GET", url).data.decode()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert 'siaga_run_info{run="hand-made/1",scenario="hand-made"} 1.0' in page
    assert 'siaga_run_stage{stage="judged"} 1.0' in page
    assert 'siaga_verdict{verdict="INCONCLUSIVE"} 1.0' in page
    assert 'siaga_objective_state{key="true",objective="join-latency",state="unknown"} 1.0' in page


async def test_judging_takes_only_what_others_leave_of_the_cores(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its thread is the last in line, and no other thread of the process is."""
    run.record()
    seen: list[int] = []
    looked, loop = asyncio.Event(), asyncio.get_running_loop()

    def look(_self: Standing) -> None:
        seen.append(os.getpriority(os.PRIO_PROCESS, 0))
        loop.call_soon_threadsafe(looked.set)

    monkeypatch.setattr(Standing, "look", look)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    with _closing(Export(run.folder, 0)) as metrics:
        playing = asyncio.create_task(metrics.play(lambda: None))
        await asyncio.wait_for(looked.wait(), 5)
        playing.cancel()
        await asyncio.wait([playing])
    assert seen == [JUDGE_NICE]
    assert os.getpriority(os.PRIO_PROCESS, 0) == own


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_without_a_run_is_refused(tmp_path: Path, *, there: bool) -> None:
    """Nothing is listened on."""
    with pytest.raises(UsageError, match="is no folder" if not there else "does not exist"):
        Export(RunFolder(tmp_path if there else tmp_path / "none"), 0)


async def test_whoever_reads_on_a_beat_sees_the_verdict(run: Run) -> None:
    """It waits for one more scrape, and not a moment longer."""
    run.record()
    conclude(run.folder, strict=False)
    with _closing(Export(run.folder, 0)) as metrics:
        list(metrics.scrapes.collect())
        list(metrics.scrapes.collect())
        metrics.scrapes.beat_s = 20.0
        waiting = asyncio.create_task(metrics.linger())
        await asyncio.sleep(0.1)
        assert not waiting.done()
        list(metrics.scrapes.collect())
        await asyncio.wait_for(waiting, 1)


@pytest.mark.parametrize(
    ("scrapes", "beat_s", "judged"),
    [(1, None, True), (2, LONGEST_BEAT_S + 1, True), (2, 20.0, False)],
    ids=["no-beat", "too-seldom", "no-verdict"],
)
async def test_nobody_else_is_waited_for(
    run: Run, *, scrapes: int, beat_s: float | None, judged: bool
) -> None:
    """A pipeline without a Prometheus does not wait at all."""
    run.record()
    if judged:
        conclude(run.folder, strict=False)
    with _closing(Export(run.folder, 0)) as metrics:
        for _ in range(scrapes):
            list(metrics.scrapes.collect())
        metrics.scrapes.beat_s = beat_s
        await asyncio.wait_for(metrics.linger(), 0.05)
