"""The check of a scenario before anything is sent: can what it asks for be measured and seen?"""

from siaga.judge.expression import ExpressionError, parse
from siaga.judge.expression_check import abort_problems, expression_problems, warn_problems
from siaga.judge.ill_will import honest_expressions
from siaga.judge.measures import subject
from siaga.scenario.model import Scenario
from siaga.scenario.objective import Objective


def check(scenario: Scenario) -> list[str]:
    """Give a sentence for every objective and every moment that could never be judged."""
    problems = [
        *_moment_problems(scenario),
        *_account_problems(scenario),
        *_honest_problems(scenario),
    ]
    for number, objective in enumerate(scenario.objectives):
        for place, text in enumerate(objective.expressions):
            key = "expect" if objective.expect is not None else f"all.{place}"
            problems += [
                f"objectives.{number}.{key}: {problem}"
                for problem in [
                    *expression_problems(scenario, text),
                    *abort_problems(objective, text),
                ]
            ]
        problems += [f"objectives.{number}.warn: {problem}" for problem in warn_problems(objective)]
    return problems


def step_names(objective: Objective) -> list[str]:
    """Give the steps that an objective is about; none where it is about all of them, or about people."""
    measures = [parse(text).measure for text in objective.expressions]
    return [of.name for one in measures if (of := subject(one)) is not None and of.kind == "step"]


def _moment_problems(scenario: Scenario) -> list[str]:
    moments, site = scenario.evidence.seen, scenario.site
    if moments and site.roll is None:
        return ["evidence.seen: moments are seen in the audit, and site.roll names no roll"]
    if "sold-out" in moments and site.quota is None:
        return ["evidence.seen: 'sold-out' needs to know how many seats there are; say site.quota"]
    return []


def _honest_problems(scenario: Scenario) -> list[str]:
    """Refuse abuse of which nobody could say whether honest visitors suffer from it."""
    if not scenario.abuse:
        return []
    try:
        if any(True for _ in honest_expressions(scenario)):
            return []
    except ExpressionError:
        return []
    text = "no key objective is about a latency or a ratio of the whole run; honest visitors need one"
    return [f"abuse: {text}"]


def _account_problems(scenario: Scenario) -> list[str]:
    """Refuse an account of seats or of people that no scrape could ever show."""
    site = scenario.site
    named = [name for name in ("seats", "counter") if getattr(site, name) is not None]
    text = "looks at the site's metrics, and site.metrics names no page"
    return [f"site.{name}: {text}" for name in named] if site.metrics is None else []
