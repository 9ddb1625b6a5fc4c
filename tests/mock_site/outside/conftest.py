"""Fixtures of the tests of what lies outside: a wire that answers as told, and the lines over it."""

import asyncio
import random

import pytest
from prometheus_client import CollectorRegistry

from mock_site.layers import Level
from mock_site.outside.line import GUARDS, Guards, Line
from mock_site.outside.metrics import Neighbour, OutsideMetrics
from mock_site.outside.wire import CallError, Reply
from tests.mock_site.outside.told import LineOverWire, MakeLine, ToldWire


@pytest.fixture
def line_over() -> MakeLine:
    """Give a function that makes a line of a level, or with guards, over a wire that is told."""

    def make(guards: Level | Guards, *answers: Reply | CallError | float) -> LineOverWire:
        """Make one."""
        registry = CollectorRegistry()
        metrics, wire = OutsideMetrics(registry, 400.0), ToldWire(list(answers))
        line = Line(
            wire,
            guards if isinstance(guards, Guards) else GUARDS[guards],
            metrics.lines[Neighbour.REGISTRY],
            lambda: asyncio.get_running_loop().time(),
            random.Random(1),  # noqa: S311 - the pause before a retry is no secret
        )
        return LineOverWire(line=line, wire=wire, metrics=metrics, registry=registry)

    return make
