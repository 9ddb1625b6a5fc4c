"""Claims about a real Prometheus: it reads site and run, evaluates the rules, answers objectives."""

import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import urllib3
from prometheus_client import CollectorRegistry, Gauge

from mock_site.metrics import Metrics
from mock_site.settings import Settings
from mock_site.store.records import JoinResult
from siaga.judge.objective import judge_objective
from siaga.judge.recorded import recorded
from siaga.judge.verdict import State
from siaga.new_files import write_new
from siaga.observe.exporter import Exporter
from siaga.observe.monitoring import Monitoring
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord
from siaga.scenario.load import dump, loads
from siaga.scenario.prometheus import Prometheus
from siaga.stage.conclusion import conclude
from siaga.stage.export import Export
from siaga.stage.free_port import free_port
from siaga.stage.inquiry import inquire
from tests.judge.hand_made import SCENARIO, Run
from tests.observe.component import component

DEADLINE_S = 30.0
EVERY_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A site and a run that a Prometheus reads.

    Attributes:
        url: of the Prometheus.
        run: the run, judged; its site has lost a seat.
        began_s: Unix time since when it is read.
    """

    url: str
    run: Run
    began_s: float

    def api(self, path: str, **fields: str) -> Any:  # noqa: ANN401 - any JSON
        """Ask the Prometheus itself."""
        answer = urllib3.request("GET", f"{self.url}/api/v1/{path}", fields=fields)
        return answer.json()["data"]


def _until(there: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + DEADLINE_S
    while not there():
        assert time.monotonic() < deadline_s, "the Prometheus did not get there in time"
        time.sleep(0.1)


def _ready(url: str) -> bool:
    try:
        return urllib3.request("GET", f"{url}/-/ready", retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def _site() -> Exporter:
    """Serve the metrics of a site at which one seat of a hundred is neither given nor left."""
    registry = CollectorRegistry()
    metrics = Metrics(registry, Settings(store="sqlite:///unused"), time.time)
    metrics.joins[JoinResult.GIVEN].inc(60)
    seats = Gauge("site_seats", "Seats of the wave.", ["state"], registry=registry)
    for state, number in {"quota": 100, "issued": 100, "given": 60, "left": 39}.items():
        seats.labels(state).set(number)
    return Exporter(registry, port=0)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """Start a Prometheus with the files that siaga writes, a site and a run."""
    program, path = component("prometheus"), tmp_path_factory.mktemp("prometheus")
    folder = RunFolder(path / "run")
    folder.path.mkdir()
    folder.scenario.write_text(SCENARIO)
    run = Run(folder=folder, scenario=loads(SCENARIO, "scenario.yaml"))
    run.record()
    conclude(folder, strict=False)
    site, export = _site(), Export(folder, 0)
    monitoring = Monitoring(
        window_s=900.0,
        availability=0.99,
        latency_s=1.5,
        site=f"127.0.0.1:{site.port}",
        exporter=f"127.0.0.1:{export.exporter.port}",
        every_s=EVERY_S,
    )
    write_new(path / "files", monitoring.files())
    listen = f"127.0.0.1:{free_port()}"
    command = [program, f"--config.file={path / 'files' / 'prometheus.yml'}"]
    command += [f"--storage.tsdb.path={path / 'tsdb'}", f"--web.listen-address={listen}"]
    with (path / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            _until(lambda: _ready(f"http://{listen}"))
            yield Watched(url=f"http://{listen}", run=run, began_s=time.time())
        finally:
            process.terminate()
            process.wait(DEADLINE_S)
            site.close()
            export.exporter.close()


def test_it_reads_both_and_every_rule_can_be_evaluated(watched: Watched) -> None:
    """Each rule was asked at least once, and none gave an error."""
    _until(lambda: {one["health"] for one in watched.api("targets")["activeTargets"]} == {"up"})

    def rules() -> list[Any]:
        """Give every rule as the Prometheus sees it."""
        return [rule for group in watched.api("rules")["groups"] for rule in group["rules"]]

    _until(lambda: {rule["health"] for rule in rules()} == {"ok"})
    assert [rule.get("lastError") for rule in rules() if rule.get("lastError")] == []


def test_an_alert_says_what_is_wrong(watched: Watched) -> None:
    """A seat is lost, and the rehearsal decides nothing; nothing else is the matter."""

    def firing() -> dict[str, str]:
        """Give the words of each alert that fires."""
        alerts = watched.api("alerts")["alerts"]
        return {
            one["labels"]["alertname"]: one["annotations"]["summary"]
            for one in alerts
            if one["state"] == "firing"
        }

    _until(lambda: len(firing()) == 2)
    told = firing()
    assert told.keys() == {"SeatsDoNotAddUp", "NotGo"}
    assert told["NotGo"] == "The verdict of the rehearsal is INCONCLUSIVE."
    assert told["SeatsDoNotAddUp"].startswith("The seats given and left of 127.0.0.1:")


def test_objectives_are_judged_by_its_answers(watched: Watched) -> None:
    """Met, broken, and unknown where one series is needed and four are there, or none."""
    given = 'site_joins_total{result="given"}'
    _until(lambda: bool(watched.api("query", query=given)["result"]))
    time.sleep(4 * EVERY_S)
    run = watched.run.expecting(
        "promql \"site_joins_total{result='given'}\" >= 60",
        "promql \"sum(site_seats{state=~'given|left'})\" >= 100",
        'promql "site_seats" >= 0',
        'promql "no_such_series" <= 0',
        'promql "site_joins_total * on () site_seats" <= 0',
    )
    run.judged_with(prometheus=Prometheus.model_validate({"url": "${URL}", "step": "250 ms"}))
    run.folder.scenario.write_text(dump(run.scenario))
    now_s = time.time()
    _span(run, from_s=now_s - 3 * EVERY_S, until_s=now_s)
    inquire(run.folder, run.scenario, {"URL": watched.url}, print)
    facts = recorded(run.folder, run.scenario)
    results = [judge_objective(one, facts) for one in run.scenario.objectives]
    assert [(one.state, one.value) for one in results] == [
        (State.MET, 60.0),
        (State.BROKEN, 99.0),
        (State.UNKNOWN, None),
        (State.UNKNOWN, None),
        (State.UNKNOWN, None),
    ]
    told = [one.text.removeprefix("Nothing was measured: Prometheus: ") for one in results[2:]]
    assert told[:2] == ["4 series, and one is needed; aggregate them.", "no series has a value."]
    assert told[2].startswith("status 422: found duplicate series")


def _span(run: Run, from_s: float, until_s: float) -> None:
    """Have the run have taken place between two moments."""
    run.record(ended_at=datetime.fromtimestamp(until_s, UTC).isoformat(timespec="milliseconds"))
    PlanRecord(t0_s=from_s, workers=1, duration_s=20.0, planned=(1,) * 20, populations={}).write(
        run.folder.plan
    )
