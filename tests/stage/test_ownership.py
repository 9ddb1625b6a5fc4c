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
    with pytest.raises(RefusedError, match=r"ruin may leave .*; say --i-own staging.test, or") as told:
        refuse_strangers(day, "https://staging.test:8443", said)
    assert told.value.exit_code is ExitCode.REFUSED


@pytest.mark.parametrize("typed", ["", "other.test", "yes"])
def test_whoever_types_anything_but_the_host_is_refused(day: Scenario, typed: str) -> None:
    """They were told which cases, and to where."""
    asked: list[str] = []

    def ask(question: str) -> str:
        """Type it."""
        asked.append(question)
        return typed

    with pytest.raises(RefusedError, match=r"ruin may leave .*; say --i-own staging.test, or"):
        refuse_strangers(day, "https://staging.test:8443", "", ask)
    assert [("ruin" in one, "https://staging.test:8443" in one) for one in asked] == [(True, True)]


def test_whoever_types_the_host_may(day: Scenario) -> None:
    """As by the option."""
    refuse_strangers(day, "https://staging.test:8443", "", lambda _question: "STAGING.test")


def test_nobody_is_asked_where_there_is_nothing_to_ask(day: Scenario) -> None:
    """Not about siaga's own site, not about other cases, and not who has said it already."""

    def ask(question: str) -> str:
        """Be asked."""
        raise AssertionError(question)

    refuse_strangers(day, "", "", ask)
    refuse_strangers(day.model_copy(update={"abuse": ()}), "https://staging.test", "", ask)
    refuse_strangers(day, "https://staging.test", "staging.test", ask)
    with pytest.raises(RefusedError, match=r"'other\.test' is another host"):
        refuse_strangers(day, "https://staging.test", "other.test", ask)


def test_whoever_names_the_host_may(day: Scenario) -> None:
    """In whatever letters; and nobody has to own siaga's own site."""
    refuse_strangers(day, "https://staging.test:8443", "Staging.test")
    refuse_strangers(day, "", "")


def test_what_ruins_nothing_needs_no_owner(day: Scenario) -> None:
    """The other cases are sent to whoever has agreed to be loaded."""
    refuse_strangers(day.model_copy(update={"abuse": ()}), "https://staging.test", "")
