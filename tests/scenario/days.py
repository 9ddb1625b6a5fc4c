"""Curves, traffics and scenarios of every shape, drawn and shipped."""

from pathlib import Path

from hypothesis import strategies as st

from siaga.scenario.curve import Curve, Stretch
from siaga.scenario.load import Override, loads
from siaga.scenario.model import Scenario
from siaga.scenario.traffic import Traffic

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))

PLANNED = [path for path in SHIPPED if path.stem != "stock-locust"]
"""Those whose arrivals are planned: a stock Locust file begins its visitors itself."""

DAY = (Path(__file__).parent / "gate_day.yaml").read_text(encoding="utf-8")
"""A day whose lines and numbers are known here: the shipped ones may change."""


def day(*overrides: str) -> Scenario:
    """Give that day with changes, written as `--set` takes them."""
    return loads(DAY, "gate.yaml", [Override.parse(one) for one in overrides])


ROWS = """\
outcomes:
  - {status: 202, body: {state.now: done, order.lines.0: 1.5}, outcome: ok, why: It is booked.}
  - {step: join, status: [502, 503], body: {done: false}, outcome: refused, why: The gate was shut.}
  - {status: 5xx, body: {code: null}, outcome: unknown, why: A crash.}
"""
"""Rows of outcomes in each of their forms; they may follow `DAY`."""

lengths_s = st.floats(0.01, 1_000)
rates_per_s = st.one_of(st.just(0.0), st.floats(0.001, 200))
stretches = st.builds(Stretch, for_s=lengths_s, start_per_s=rates_per_s, end_per_s=rates_per_s)
curves = st.builds(Curve, stretches=st.lists(stretches, min_size=1, max_size=5).map(tuple))


@st.composite
def traffics(draw: st.DrawFn, arrivals: str = "poisson") -> Traffic:
    """Draw a day of a few short phases, so that a plan is at most some thousand arrivals."""
    phases = [
        {
            "name": f"phase-{number}",
            "for": draw(st.floats(0.01, 20)),
            "rate": draw(rates_per_s | st.fixed_dictionaries({"from": rates_per_s, "to": rates_per_s})),
        }
        for number in range(draw(st.integers(1, 4)))
    ]
    rest = [{"name": "rest", "journey": "visitor"}]
    return Traffic.model_validate({"arrivals": arrivals, "phases": phases, "populations": rest})


def shipped(name: str) -> str:
    """Give the text of a shipped scenario."""
    return next(path for path in SHIPPED if path.stem == name).read_text(encoding="utf-8")
