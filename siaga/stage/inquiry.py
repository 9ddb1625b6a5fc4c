"""The Inquiry of a run: a Prometheus is asked what objectives want to know, and the answers kept."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

from siaga.errors import UsageError
from siaga.judge.expression import parse
from siaga.judge.promql import Promql
from siaga.record.promql_record import PromqlAnswer, PromqlRecord
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.scenario.model import Scenario
from siaga.stage.access import Access

MOST_INSTANTS = 10_000
"""Prometheus itself refuses more than 11,000 for one query."""


def access_of(scenario: Scenario, environ: Mapping[str, str]) -> Access | None:
    """Give how the Prometheus of a scenario is asked; None where no objective asks one.

    Args:
        scenario: the resolved scenario.
        environ: where address and token are looked up.

    Raises:
        UsageError: a reference leads nowhere, or to no address, or a token would be sent in the open.
    """
    asked = scenario.prometheus
    if asked is None or not queries(scenario):
        return None
    return Access.of("prometheus", asked, environ)


def inquire(
    folder: RunFolder, scenario: Scenario, environ: Mapping[str, str], log: Callable[[str], None]
) -> None:
    """Ask for the time from the first phase to the end of sending, and write down what comes of it.

    A server that can no longer be asked leaves queries without answer; the run is judged all the same.

    Raises:
        OSError: the answers cannot be written.
    """
    times_s = _times_s(folder)
    record = None if times_s is None else answers_between(scenario, environ, *times_s)
    if record is None:
        return
    for answer in record.answers:
        log(f"promql {answer.query}: {answer.error or f'{len(answer.values):,} values'}")
    record.write(folder.promql)


def answers_between(
    scenario: Scenario, environ: Mapping[str, str], from_s: float, until_s: float
) -> PromqlRecord | None:
    """Ask for a time, and give what comes of it; None where nobody is asked, or for no time.

    Args:
        scenario: whose objectives ask.
        environ: where address and token are looked up.
        from_s: the first instant, Unix seconds.
        until_s: the last one.
    """
    asked = scenario.prometheus
    if asked is None or not queries(scenario) or until_s <= from_s:
        return None
    step_s = max(asked.step_s, round((until_s - from_s) / MOST_INSTANTS, 3))
    return PromqlRecord(
        server=asked.url,
        from_s=from_s,
        until_s=until_s,
        step_s=step_s,
        answers=_asked(scenario, environ, from_s, until_s, step_s),
    )


def _asked(
    scenario: Scenario, environ: Mapping[str, str], from_s: float, until_s: float, step_s: float
) -> tuple[PromqlAnswer, ...]:
    named = queries(scenario)
    try:
        access = access_of(scenario, environ)
    except UsageError as error:
        return tuple(PromqlAnswer(query=query, error=str(error)) for query in named)
    if access is None:
        return ()
    from siaga.observe.prometheus_server import PrometheusServer, Span  # noqa: PLC0415 - few ask one

    server = PrometheusServer(access.url, access.token, access.deadline_s)
    span = Span(from_s=from_s, until_s=until_s, step_s=step_s)

    async def answers() -> tuple[PromqlAnswer, ...]:
        """Ask one query after the other: a server that is under load is not asked for all at once."""
        return tuple([await server.ask(query, span) for query in named])

    return asyncio.run(answers())


def queries(scenario: Scenario) -> list[str]:
    """Give every query that an objective asks for, once each, in order."""
    measures = [parse(text).measure for one in scenario.objectives for text in one.expressions]
    return list(dict.fromkeys(one.query for one in measures if isinstance(one, Promql)))


def _times_s(folder: RunFolder) -> tuple[float, float] | None:
    """Give the first and the last instant of a run, whole milliseconds as Prometheus has them."""
    try:
        t0_s = round(PlanRecord.read(folder.plan).t0_s, 3)
        ended_at = RunRecord.read(folder.run).ended_at
    except (OSError, ValueError):
        return None
    return t0_s, datetime.fromisoformat(ended_at).timestamp() if ended_at else t0_s
