"""The check of a scenario before anything is sent: can what it asks for be measured and seen?"""

from siaga.judge.amount import share
from siaga.judge.expression import (
    Availability,
    DroppedArrivals,
    ErrorRatio,
    Expression,
    ExpressionError,
    SeriesValue,
    parse,
)
from siaga.scenario.model import Scenario


def check(scenario: Scenario) -> list[str]:
    """Give a sentence for every objective and every moment that could never be judged."""
    problems = [*_moment_problems(scenario), *_account_problems(scenario)]
    for number, objective in enumerate(scenario.objectives):
        for place, text in enumerate(objective.expressions):
            key = "expect" if objective.expect is not None else f"all.{place}"
            problems += [
                f"objectives.{number}.{key}: {problem}" for problem in _problems(scenario, text)
            ]
    return problems


def _moment_problems(scenario: Scenario) -> list[str]:
    moments, site = scenario.evidence.seen, scenario.site
    if moments and site.roll is None:
        return ["evidence.seen: moments are seen in the audit, and site.roll names no roll"]
    if "sold-out" in moments and site.quota is None:
        return ["evidence.seen: 'sold-out' needs to know how many seats there are; say site.quota"]
    return []


def _account_problems(scenario: Scenario) -> list[str]:
    """Refuse an account of seats or of people that no scrape could ever show."""
    site = scenario.site
    named = [name for name in ("seats", "counter") if getattr(site, name) is not None]
    text = "looks at the site's metrics, and site.metrics names no page"
    return [f"site.{name}: {text}" for name in named] if site.metrics is None else []


def _problems(scenario: Scenario, text: str) -> list[str]:
    try:
        expression = parse(text)
    except ExpressionError as error:
        return [str(error)]
    return [
        *_phase_problems(scenario, expression),
        *_series_problems(scenario, expression),
        *_bound_problems(expression),
    ]


def _phase_problems(scenario: Scenario, expression: Expression) -> list[str]:
    phases = [phase.name for phase in scenario.traffic.phases]
    if expression.during is None or expression.during in phases:
        return []
    return [f"{expression.text!r}: {expression.during!r} is no phase; phases are {', '.join(phases)}"]


def _series_problems(scenario: Scenario, expression: Expression) -> list[str]:
    if not isinstance(expression.measure, SeriesValue) or scenario.site.metrics is not None:
        return []
    return [f"{expression.text!r}: looks at the site's metrics, and site.metrics names no page"]


def _bound_problems(expression: Expression) -> list[str]:
    """Refuse a ratio that no number of events can show: the bound of none failed is still above 0."""
    if not isinstance(expression.measure, Availability | ErrorRatio | DroppedArrivals):
        return []
    if not (expression.limit <= 0 if expression.at_most else expression.limit >= 1):
        return []
    shown = f"{'at most' if expression.at_most else 'at least'} {share(expression.limit)}"
    allowed = "0.1 %" if expression.at_most else "99.9 %"
    problem = f"no run is long enough to show {shown} with 95 % confidence; write for example {allowed}"
    return [f"{expression.text!r}: {problem}"]
