"""The VerdictMetrics: how each objective stands, and in the end what was decided, for Prometheus."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from siaga.judge.rules.catalogue import RULES
from siaga.judge.verdict import Decision, State
from siaga.record.run_folder import RunFolder
from siaga.scenario.model import Objective

States = Mapping[str, State]
"""State by id of an objective; one that is missing is unknown."""


class VerdictMetrics(Collector):
    """The metrics of what is judged: while the run lasts as it stands, then as verdict.json says.

    Args:
        folder: the run.
        objectives: of its scenario.
        standing: gives the states while the run lasts.
    """

    def __init__(
        self, folder: RunFolder, objectives: Sequence[Objective], standing: Callable[[], States]
    ) -> None:
        self._folder, self._objectives, self._standing = folder, objectives, standing

    def collect(self) -> Iterator[Metric]:
        """Give every metric as it is now; see docs/metrics.md for each one's meaning."""
        judged = self._judged()
        states = self._standing() if judged is None else _states(judged)
        yield self._objective_states(states)
        yield _decision(judged)
        yield _violations(judged)

    def _judged(self) -> Mapping[str, Any] | None:
        """Give verdict.json; None until it is there and whole."""
        with suppress(OSError, ValueError):
            judged = json.loads(self._folder.verdict.read_text(encoding="utf-8"))
            return judged if isinstance(judged, dict) else None
        return None

    def _objective_states(self, states: States) -> Metric:
        family = GaugeMetricFamily(
            "siaga_objective_state",
            "1 for the state that the objective is in, 0 for the others.",
            labels=["objective", "key", "state"],
        )
        for objective in self._objectives:
            now = states.get(objective.id, State.UNKNOWN)
            for state in State:
                key = "true" if objective.key else "false"
                family.add_metric([objective.id, key, state.value], float(state is now))
        return family


def _states(judged: Mapping[str, Any]) -> States:
    known = {state.value: state for state in State}
    return {one["id"]: known.get(one["state"], State.UNKNOWN) for one in judged["objectives"]}


def _decision(judged: Mapping[str, Any] | None) -> Metric:
    family = GaugeMetricFamily(
        "siaga_verdict", "1 for the verdict, 0 for the others and until it is there.", labels=["verdict"]
    )
    for decision in Decision:
        decided = judged is not None and judged["verdict"] == decision.value
        family.add_metric([decision.value], float(decided))
    return family


def _violations(judged: Mapping[str, Any] | None) -> Metric:
    """Give the violations of each rule that could be judged; there are none before the verdict."""
    family = GaugeMetricFamily(
        "siaga_audit_violations", "Violations of a rule of the audit, as judged.", labels=["rule"]
    )
    if judged is None:
        return family
    audit = judged["audit"]
    told = {one["rule"]: one["count"] for one in (*audit["findings"], *audit["warnings"])}
    silent = {one["rule"] for one in audit["rules"] if one["state"] in {"unknown", "not_applicable"}}
    for rule in RULES:
        if rule.id not in silent and audit["applicable"]:
            family.add_metric([rule.id], told.get(rule.id, 0))
    return family
