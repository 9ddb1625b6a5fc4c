"""Claims about asking the Prometheus of a run: once, for the run's time, no secret left behind."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from siaga.errors import UsageError
from siaga.judge.verdict import ObjectiveResult, State
from siaga.record.promql_record import PromqlAnswer, PromqlRecord
from siaga.record.run_record import PlanRecord
from siaga.scenario.load import dump
from siaga.scenario.model import Objective
from siaga.scenario.prometheus import Prometheus
from siaga.stage.conclusion import RollReader, conclude, read_after, read_before
from siaga.stage.inquiry import access_of, inquire, queries
from tests.judge.hand_made import T0_S, Run
from tests.observe.asked_prometheus import AskedPrometheus, asked_prometheus, says, values

TOKEN = "s3cret-t0ken"
ENDED_AT = "2027-01-15T08:00:20.000+00:00"
HEALTHY = tuple((T0_S + second, "1") for second in range(21))


@pytest.fixture(scope="module")
def _listening() -> Iterator[AskedPrometheus]:
    with asked_prometheus() as server:
        yield server


@pytest.fixture
def server(_listening: AskedPrometheus) -> AskedPrometheus:
    """A server whose answers are good until a test says otherwise."""
    _listening.asked.clear()
    _listening.answer = values(*HEALTHY)
    return _listening


@pytest.fixture
def asking(run: Run) -> Run:
    """A run that was sent, and whose objectives ask twice, one of them two things."""
    objectives = (
        Objective(id="up", expect='promql "up" >= 1', key=True),
        Objective.model_validate(
            {"id": "both", "all": ['promql "up" <= 1', 'promql "max(x)" <= 5', "error ratio <= 5 %"]}
        ),
    )
    prometheus = Prometheus(url="${PROMETHEUS_URL}", token="${PROMETHEUS_TOKEN}")
    run.judged_with(objectives=objectives, prometheus=prometheus)
    run.folder.scenario.write_text(dump(run.scenario), encoding="utf-8")
    run.record(ended_at=ENDED_AT)
    return run


def _environ(server: AskedPrometheus) -> dict[str, str]:
    return {"PROMETHEUS_URL": server.url, "PROMETHEUS_TOKEN": TOKEN}


def _inquire(run: Run, environ: Mapping[str, str]) -> tuple[PromqlRecord, list[str]]:
    said: list[str] = []
    inquire(run.folder, run.scenario, environ, said.append)
    return PromqlRecord.read(run.folder.promql), said


def _judged(run: Run) -> tuple[ObjectiveResult, ...]:
    return conclude(run.folder, strict=False).objectives


def test_every_query_is_asked_once_for_the_time_of_the_run(asking: Run, server: AskedPrometheus) -> None:
    """From the first phase to the end of sending; the answers are written down and told."""
    record, said = _inquire(asking, _environ(server))
    assert queries(asking.scenario) == ["up", "max(x)"]
    span = {"start": str(T0_S), "end": str(T0_S + 20), "step": "1.0"}
    assert [fields for _path, _token, fields in server.asked] == [
        {"query": "up", **span},
        {"query": "max(x)", **span},
    ]
    assert record == PromqlRecord(
        server="${PROMETHEUS_URL}",
        from_s=T0_S,
        until_s=T0_S + 20,
        step_s=1.0,
        answers=tuple(
            PromqlAnswer(
                query=query,
                at_s=tuple(at_s for at_s, _value in HEALTHY),
                values=tuple(value for _at_s, value in HEALTHY),
            )
            for query in ("up", "max(x)")
        ),
    )
    assert said == ["promql up: 21 values", "promql max(x): 21 values"]


def test_a_verdict_is_repeated_without_the_server(asking: Run, server: AskedPrometheus) -> None:
    """From the run folder alone."""
    _inquire(asking, _environ(server))
    asked = len(server.asked)
    first, second = _judged(asking), _judged(asking)
    assert first == second
    assert (first[0].state, first[0].value, len(server.asked)) == (State.MET, 1.0, asked)


def test_address_and_token_stay_out_of_the_run_folder(asking: Run, server: AskedPrometheus) -> None:
    """Also where the server says them back."""
    echo = f'{{"status": "error", "error": "{TOKEN} may not ask {server.url}"}}'.encode()
    server.answer = says(echo, 403)
    _record, said = _inquire(asking, _environ(server))
    _judged(asking)
    files = [path.read_bytes() for path in asking.folder.path.rglob("*") if path.is_file()]
    together = b"\n".join([*files, *(one.encode() for one in said)])
    assert b"may not ask" in together
    assert TOKEN.encode() not in together
    assert server.url.encode() not in together


def test_a_long_run_is_asked_for_a_bounded_number_of_values(
    asking: Run, server: AskedPrometheus
) -> None:
    """Eleven hours and a half a second apart would be 83,000."""
    asking.record(ended_at="2027-01-15T19:33:20.000+00:00")
    short = asking.scenario.prometheus.model_copy(update={"step_s": 0.5})  # type: ignore[union-attr]
    record, _said = _inquire(asking.judged_with(prometheus=short), _environ(server))
    assert record.step_s == 4.16
    assert server.asked[0][2]["step"] == "4.16"


def test_instants_are_whole_milliseconds(asking: Run, server: AskedPrometheus) -> None:
    """A Prometheus rounds to them, and would else give one value more than was asked for."""
    plan = PlanRecord.read(asking.folder.plan)
    replace(plan, t0_s=T0_S + 0.000_4).write(asking.folder.plan)
    record, _said = _inquire(asking, _environ(server))
    assert (record.from_s, len(record.answers[0].values)) == (T0_S, 21)


@pytest.mark.parametrize("key", ["plan", "run"])
def test_a_run_that_never_began_asks_nothing(asking: Run, server: AskedPrometheus, key: str) -> None:
    """There is no time to ask for."""
    if key == "plan":
        asking.folder.plan.unlink()
    else:
        asking.record(ended_at="")
    inquire(asking.folder, asking.scenario, _environ(server), print)
    assert (server.asked, asking.folder.promql.exists()) == ([], False)


def test_a_scenario_without_queries_needs_no_server(run: Run) -> None:
    """Nothing is looked up in the environment."""
    run.record(ended_at=ENDED_AT)
    run.judged_with(prometheus=Prometheus(url="${PROMETHEUS_URL}"))
    assert access_of(run.scenario, {}) is None
    inquire(run.folder, run.scenario, {}, print)
    assert not run.folder.promql.exists()


TOLD = {"PROMETHEUS_TOKEN": TOKEN}
UNFIT = [
    ({}, "environment: PROMETHEUS_URL is not set"),
    ({"PROMETHEUS_URL": "http://127.0.0.1:1"}, "environment: PROMETHEUS_TOKEN is not set"),
    ({**TOLD, "PROMETHEUS_URL": "hunter2"}, r"prometheus.url: \$\{PROMETHEUS_URL\} is no address"),
    ({**TOLD, "PROMETHEUS_URL": "http://a:hunter2@b"}, "has a name or a password in it"),
    ({**TOLD, "PROMETHEUS_URL": "http://hunter2.example"}, "is http on another machine"),
    ({**TOLD, "PROMETHEUS_URL": "http://10.0.0.1"}, "is http on another machine"),
    ({"PROMETHEUS_URL": "http://127.0.0.1", "PROMETHEUS_TOKEN": "hunter2\n"}, "no header can carry"),
]


@pytest.mark.parametrize(("environ", "said"), UNFIT)
def test_what_could_never_be_asked_is_told_before_anything_is_sent(
    asking: Run, environ: dict[str, str], said: str
) -> None:
    """In words that repeat no secret."""
    reader = RollReader(
        folder=asking.folder,
        scenario=asking.scenario,
        url="http://127.0.0.1:1",
        environ=environ,
        log=print,
    )
    with pytest.raises(UsageError, match=said) as raised:
        read_before(reader)
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "token"),
    [
        ("https://p.example", TOKEN),
        ("http://p.example", None),
        ("http://localhost:1", TOKEN),
        ("http://[::1]", TOKEN),
    ],
)
def test_a_token_goes_over_https_or_stays_on_this_machine(run: Run, url: str, token: str | None) -> None:
    """Without one, http is nobody's secret."""
    run.expecting('promql "up" >= 1')
    named = Prometheus(url="${URL}", token=None if token is None else "${TOKEN}")
    run.judged_with(prometheus=named)
    assert access_of(run.scenario, {"URL": url, "TOKEN": token or ""}) is not None


def test_a_server_that_is_gone_leaves_the_run_to_be_judged(asking: Run) -> None:
    """Whether it does not answer or its address is known no longer: unknown, with the reason."""
    gone = {"PROMETHEUS_URL": "http://127.0.0.1:1", "PROMETHEUS_TOKEN": TOKEN}
    for environ, said in (
        (gone, "Prometheus: no answer (ClientConnectorError)"),
        ({}, "environment: PROMETHEUS_URL is not set, and the scenario refers to it; set it"),
    ):
        reader = RollReader(
            folder=asking.folder,
            scenario=asking.scenario,
            url="http://127.0.0.1:1",
            environ=environ,
            log=print,
        )
        read_after(reader, restart=None)
        up = _judged(asking)[0]
        assert (up.state, up.text) == (State.UNKNOWN, f"Nothing was measured: {said}.")
