"""Claims about ownership: what may ruin a site is sent to nobody who has not said that it is theirs."""

import pytest

from siaga.abuse.case import Answers, Case, Tag
from siaga.errors import ExitCode, RefusedError
from siaga.scenario.model import Abuse, Scenario
from siaga.stage.ownership import refuse_strangers
from tests.scenario.days import day as gate_day

RUIN = Case(
    name="ruin",
    title="a ruin",
    good="stands",
    item="OAT-015",
    tag=Tag.DESTRUCTIVE,
    answers={"x": Answers(statuses=frozenset({400}))},
)


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> Scenario:
    """A day with a destructive case."""
    monkeypatch.setattr("siaga.abuse.catalogue.CASES", {"ruin": RUIN})
    return gate_day().model_copy(update={"abuse": (Abuse(case="ruin", rate=1),)})


@pytest.mark.parametrize("said", ["", "other.test"])
def test_a_destructive_case_is_refused_where_nobody_owns_the_site(day: Scenario, said: str) -> None:
    """With the words that would allow it."""
    with pytest.raises(RefusedError, match=r"ruin may leave .*; say --i-own staging.test if") as told:
        refuse_strangers(day, "https://staging.test:8443", said)
    assert told.value.exit_code is ExitCode.REFUSED


def test_whoever_names_the_host_may(day: Scenario) -> None:
    """In whatever letters; and nobody has to own siaga's own site."""
    refuse_strangers(day, "https://staging.test:8443", "Staging.test")
    refuse_strangers(day, "", "")


def test_what_ruins_nothing_needs_no_owner(day: Scenario) -> None:
    """The other cases are sent to whoever has agreed to be loaded."""
    refuse_strangers(day.model_copy(update={"abuse": ()}), "https://staging.test", "")
