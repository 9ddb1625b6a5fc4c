"""The catalogue of abuse: every case that a scenario may name."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from siaga.abuse import (
    code_flood,
    code_guessing,
    code_of_another,
    code_replay,
    cross_site,
    disguised_flood,
    endless_uploads,
    forwarded,
    framing,
    hoarding,
    hold,
    ids_guessed,
    injection,
    key_changed,
    key_stolen,
    large_bodies,
    long_heads,
    long_texts,
    look_alikes,
    mail_flood,
    many_accounts,
    many_people,
    mass_accounts,
    odd_files,
    odd_json,
    password_guessing,
    queue_forged,
    queue_shared,
    race_last_seats,
    race_one_person,
    session_after_logout,
    session_forged,
    slow_bodies,
    slow_heads,
    slow_readers,
    sniping,
    step_skip,
    stuffing,
    too_fast,
    wrong_kind,
)
from siaga.abuse.case import Case, Tag
from siaga.scenario.model import Scenario

CASES: Mapping[str, Case] = MappingProxyType(
    {
        one.CASE.name: one.CASE
        for one in (
            race_one_person,
            race_last_seats,
            many_accounts,
            many_people,
            key_changed,
            key_stolen,
            step_skip,
            too_fast,
            queue_forged,
            queue_shared,
            session_forged,
            session_after_logout,
            code_guessing,
            code_of_another,
            code_replay,
            code_flood,
            mail_flood,
            password_guessing,
            forwarded,
            stuffing,
            ids_guessed,
            cross_site,
            disguised_flood,
            mass_accounts,
            hold,
            sniping,
            framing,
            long_heads,
            slow_heads,
            slow_bodies,
            slow_readers,
            hoarding,
            large_bodies,
            odd_json,
            long_texts,
            look_alikes,
            wrong_kind,
            injection,
            odd_files,
            endless_uploads,
        )
    }
)
"""Every case by its name, in the order in which they are told of."""


CONTROL = "control-group"
"""Id of the objective that honest people are not taken for abusers."""


def cases_of(scenario: Scenario) -> Iterator[Case]:
    """Give the cases that a scenario names, in its order."""
    return (CASES[one.case] for one in scenario.abuse if one.case in CASES)


def abuse_problems(scenario: Scenario) -> Iterator[str]:
    """Say what no run could try, or judge, of the abuse that a scenario plans."""
    for number, one in enumerate(scenario.abuse):
        case = CASES.get(one.case)
        place = f"abuse.{number}.case"
        if case is None:
            yield f"{place}: {one.case!r} is no case; {', '.join(CASES)} are known"
        elif case.needs_close and scenario.closes_s is None:
            yield f"{place}: {one.case!r} is about the close, and site.closes names none"
    judged = {one.objective for one in cases_of(scenario)} | ({CONTROL} if scenario.abuse else set())
    for number, objective in enumerate(scenario.objectives):
        if objective.id in judged:
            yield f"objectives.{number}.id: {objective.id!r} is what ill will is judged by; rename it"


def surface_problems(scenario: Scenario, known: Sequence[str], locustfile: str) -> Iterator[str]:
    """Say which cases need to know more of the site than its Locust file tells."""
    for number, one in enumerate(scenario.abuse):
        missing = [part for part in CASES[one.case].needs if part not in known]
        if missing:
            yield (
                f"abuse.{number}.case: {one.case!r} needs {', '.join(missing)} of the surface that"
                f" {locustfile} declares; it has {', '.join(known) or 'none'}"
            )


def destructive(scenario: Scenario) -> list[str]:
    """Give the cases of a scenario that may leave a site that serves nobody."""
    return [one.name for one in cases_of(scenario) if one.tag is Tag.DESTRUCTIVE]
