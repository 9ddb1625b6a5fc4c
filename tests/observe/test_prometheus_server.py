"""Claims about asking a Prometheus: one series or a reason, in time, and no secret in either."""

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.observe import prometheus_server
from siaga.observe.prometheus_server import PrometheusServer, Span
from siaga.record.promql_record import PromqlAnswer, PromqlRecord
from tests.observe.asked_prometheus import (
    Answer,
    AskedPrometheus,
    asked_prometheus,
    matrix,
    says,
    tells,
    values,
)

SPAN = Span(from_s=100.0, until_s=102.5, step_s=0.5)
TOKEN = "s3cret-t0ken"


@pytest.fixture(scope="module")
def server() -> Iterator[AskedPrometheus]:
    """Run a server that says what a test says."""
    with asked_prometheus() as running:
        yield running


async def _asked(server: AskedPrometheus, answer: Answer, deadline_s: float = 5.0) -> PromqlAnswer:
    server.answer = answer
    server.asked.clear()
    return await PrometheusServer(f"{server.url}/of/ours/", TOKEN, deadline_s).ask("sum(up)", SPAN)


async def test_a_series_is_taken_as_it_is_told(server: AskedPrometheus) -> None:
    """Every instant of the span is asked for, with the token; values stay as Prometheus writes them."""
    answer = await _asked(server, values((100, "1.5"), (100.5, "NaN"), (102.5, "+Inf")))
    assert answer == PromqlAnswer(
        query="sum(up)", at_s=(100.0, 100.5, 102.5), values=("1.5", "NaN", "+Inf")
    )
    fields = {"query": "sum(up)", "start": "100.0", "end": "102.5", "step": "0.5"}
    assert server.asked == [("/of/ours/api/v1/query_range", f"Bearer {TOKEN}", fields)]


async def test_without_a_token_none_is_sent(server: AskedPrometheus) -> None:
    """There is no empty one either."""
    server.answer = values((100, "1"))
    server.asked.clear()
    await PrometheusServer(server.url, "", 5.0).ask("up", SPAN)
    assert [authorization for _path, authorization, _fields in server.asked] == [""]


ONE = {"metric": {"job": "site"}, "values": [[100, "1"]]}
ELSEWHERE = {"Location": "http://127.0.0.1:1/api/v1/query_range"}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (matrix(), "no series has a value"),
        (matrix(ONE, ONE), "2 series, and one is needed; aggregate them"),
        (values(*[(100 + number, "1") for number in range(7)]), "7 values, and 6 were asked for"),
        (values((100, "much")), "the series is no list of values"),
        (values((float("nan"), "1")), "the series is no list of values"),
        (matrix({"metric": {}, "histograms": []}), "the series is no list of values"),
        (matrix({"values": []}), "the series is no list of values"),
        (matrix([1]), "the series is no list of values"),
        (
            tells({"status": "success", "data": {"resultType": "vector", "result": [ONE]}}),
            "the answer holds no series over time",
        ),
        (tells({"status": "success", "data": []}), "the answer holds no series over time"),
        (tells({"status": "success"}), "the answer holds no series over time"),
        (matrix(ONE, warnings=["a store is away"]), "may not be whole: ['a store is away']"),
        (
            tells({"status": "error", "errorType": "bad_data", "error": "parse\nerror"}, 400),
            "status 400: parse error",
        ),
        (tells({"status": "error", "error": "x" * 900}, 503), f"status 503: {'x' * 200}"),
        (tells({"status": "error", "error": f"who is {TOKEN}?"}, 403), "status 403: who is (token)?"),
        (tells({"status": "success"}, 500), "status 500: None"),
        (says(b"", 307, **ELSEWHERE), "status 307, and no JSON object"),
        (says(b"<html>", 200), "status 200, and no JSON object"),
        (says(b"[" * 100_000, 200), "status 200, and no JSON object"),
        (says(b"[1]", 200), "status 200, and no JSON object"),
    ],
)
async def test_whatever_is_no_single_series_is_a_reason(
    server: AskedPrometheus, answer: Answer, said: str
) -> None:
    """Never a value, and it is asked once: no redirect is followed."""
    given = await _asked(server, answer)
    assert (given.at_s, given.values) == ((), ())
    assert given.error.startswith("Prometheus: ")
    assert given.error.endswith(said)
    assert len(server.asked) == 1


async def test_an_answer_without_end_is_refused(
    server: AskedPrometheus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory is bounded."""
    monkeypatch.setattr(prometheus_server, "BODY_LIMIT_BYTES", 100_000)
    answer = await _asked(server, says(b" " * 100_001))
    assert answer.error == "Prometheus: the answer is over 100,000 bytes"


def _drip(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    try:
        for _ in range(200):
            request.wfile.write(b" ")
            time.sleep(0.01)
    except OSError:
        return


async def test_a_server_that_drips_is_waited_for_until_the_deadline(server: AskedPrometheus) -> None:
    """The deadline is for the whole answer, not for each byte."""
    answer = await _asked(server, _drip, deadline_s=0.1)
    assert answer.error == "Prometheus: no whole answer within 0.1 s"


async def test_a_server_that_is_not_there_is_a_reason_without_its_address() -> None:
    """The address may have come from the environment."""
    answer = await PrometheusServer("http://127.0.0.1:1", TOKEN, 5.0).ask("up", SPAN)
    assert answer.error == "Prometheus: no answer (ClientConnectorError)"


@pytest.mark.parametrize(("until_s", "most"), [(100.0, 1), (100.3, 4), (100.35, 4), (130.0, 301)])
def test_a_span_knows_how_many_instants_it_has(until_s: float, most: int) -> None:
    """Both ends count, and tenths of seconds are tenths."""
    assert Span(from_s=100.0, until_s=until_s, step_s=0.1).most == most


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PAIRS = st.lists(st.tuples(ANY_JSON, ANY_JSON) | ANY_JSON, max_size=4)
SERIES = st.fixed_dictionaries({}, optional={"metric": ANY_JSON, "values": PAIRS | ANY_JSON}) | ANY_JSON
DATA = st.fixed_dictionaries(
    {}, optional={"resultType": st.just("matrix"), "result": st.lists(SERIES, max_size=2) | ANY_JSON}
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["success", "error"]) | ANY_JSON,
        "data": DATA | ANY_JSON,
        "error": ANY_JSON,
        "warnings": ANY_JSON,
    },
)


@settings(deadline=None)
@given(
    status=st.sampled_from([200, 400, 503]),
    body=st.binary(max_size=60) | ANSWERS.map(json.dumps).map(str.encode),
)
def test_whatever_a_server_says_is_an_answer_that_can_be_kept(status: int, body: bytes) -> None:
    """Values or a reason; either is read back as it was written down, by whoever judges."""
    prometheus = PrometheusServer("http://127.0.0.1:1", TOKEN, 5.0)

    async def said(_fields: dict[str, str]) -> tuple[int, bytes]:
        """Stand in for the server."""
        return status, body

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prometheus, "_answer", said)
        answer = asyncio.run(prometheus.ask("up", SPAN))
    assert bool(answer.error) != bool(answer.values)
    record = PromqlRecord(server="(address)", from_s=100.0, until_s=102.5, step_s=0.5, answers=(answer,))
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "promql.json"
        record.write(path)
        assert PromqlRecord.read(path) == record
