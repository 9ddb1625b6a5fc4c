"""Claims about the catalog: every kind is there once, and a scenario's faults are held against it."""

import importlib
from pathlib import Path

import pytest

import siaga.faults
from siaga.faults.catalog import (
    KINDS,
    MOST_NEAR,
    fault_problems,
    foreign_problems,
    made,
    proxied_targets,
    site_arguments,
    store_problems,
    stranger,
)
from siaga.faults.no_fault import NoFault
from siaga.faults.place import Place
from tests.scenario.days import day


def test_every_kind_that_has_a_file_is_known() -> None:
    """A fault that nobody can name would be dead."""
    folder = Path(siaga.faults.__path__[0])
    files = [path for path in folder.rglob("*.py") if "\nKIND = FaultKind(" in path.read_text("utf-8")]
    names = [
        ".".join(("siaga.faults", *path.relative_to(folder).with_suffix("").parts)) for path in files
    ]
    kinds = [importlib.import_module(name).KIND for name in names]
    assert {id(one) for one in kinds} == {id(one) for one in KINDS.values()}
    assert len(kinds) == len(KINDS)


def test_every_kind_says_what_it_does_in_a_line() -> None:
    """`siaga faults` shows it."""
    for name, kind in KINDS.items():
        assert kind.name == name
        assert 0 < len(kind.summary) <= 100, name
        assert kind.summary == kind.summary.strip(" ."), name


def test_a_scenario_without_faults_has_no_problem() -> None:
    """Nor one whose faults are sound."""
    assert list(fault_problems(day())) == []
    assert list(fault_problems(day("faults=[{kind: none, at: rush, for: 1 s}]"))) == []


def test_every_problem_is_told_at_its_place() -> None:
    """Unknown kinds and what kinds find wrong, in faults and in bad days."""
    problems = list(
        fault_problems(
            day(
                "faults=[{kind: none, at: rush, for: 1 s}, {kind: flood, at: rush}]",
                "bad-day={faults: 1, among: [{kind: none, target: moon}]}",
            )
        )
    )
    assert [one.partition(": ")[0] for one in problems] == [
        "faults.1.kind",
        "bad-day.among.0.target",
        "bad-day.among.0.for",
    ]
    assert problems[0] == f"faults.1.kind: {stranger('flood')}"


def test_a_quota_that_is_not_given_cannot_be_raised() -> None:
    """Nobody could tell then how many seats there are."""
    (problem,) = fault_problems(day("faults=[{kind: quota, at: rush}]", "site.quota=null"))
    assert problem == "faults.0.kind: quota raises a quota that is not given; say site.quota"


def test_a_way_that_visitors_do_not_go_cannot_be_harmed() -> None:
    """They go by a proxy; what happens on another way, or nowhere, is no concern of theirs."""
    down = "faults=[{kind: down, target: site, at: rush, for: 1 s}, {kind: none, at: rush, for: 1 s}]"
    proxy = "traffic.proxy={url: 'http://127.0.0.1:3128'}"
    assert list(fault_problems(day(down))) == list(fault_problems(day(proxy))) == []
    (problem,) = fault_problems(day(down, proxy))
    assert problem == (
        "faults.0.target: down happens on the visitors' way to the site, and they go by traffic.proxy;"
        " leave one of the two out"
    )


def test_a_foreign_site_can_only_be_harmed_from_anywhere() -> None:
    """Whoever asks for more is told which fault it is."""
    needy = next(name for name, kind in KINDS.items() if not (kind.anywhere or kind.proxied))
    target = KINDS[needy].targets[0]
    faulty = day(
        f"faults=[{{kind: none, at: rush, for: 1 s}}, {{kind: {needy}, target: {target}, at: rush}}]"
    )
    (problem,) = foreign_problems(faulty, "http://127.0.0.1:1")
    assert problem.startswith(f"faults.1: {needy} of {target} needs a site that siaga starts itself")


def test_the_way_to_a_foreign_site_can_be_harmed_and_no_other_way() -> None:
    """How it reaches its registry is its own affair."""
    faulty = day(
        "faults=[{kind: down, target: site, at: rush, for: 1 s},"
        " {kind: down, target: registry, at: rush, for: 1 s}]"
    )
    (problem,) = foreign_problems(faulty, "https://localhost")
    assert problem.startswith("faults.1: down of registry needs a site that siaga starts itself")


def test_requests_cannot_be_replayed_where_nobody_can_read_them() -> None:
    """TLS hides them from the proxy."""
    faulty = day("faults=[{kind: replay, target: site, at: rush, for: 1 s}]")
    assert list(foreign_problems(faulty, "http://localhost")) == []
    (problem,) = foreign_problems(faulty, "https://localhost")
    assert problem.startswith("faults.0: replay of site has to read what passes, and TLS hides it")


def test_the_proxy_is_there_for_what_is_harmed_on_the_way() -> None:
    """And for nothing else."""
    proxied = next(name for name, kind in KINDS.items() if kind.proxied)
    faulty = day(
        "faults=[{kind: none, at: rush, for: 1 s},"
        f" {{kind: {proxied}, target: registry, at: rush, for: 1 s}}]"
    )
    assert proxied_targets(faulty) == {"registry"}
    assert proxied_targets(day()) == frozenset()


def test_the_site_is_told_once_what_it_has_to_be_ready_for() -> None:
    """Only for what the scenario does to it."""
    twice = (
        "faults=[{kind: power-loss, target: site, at: 1 s}, {kind: power-loss, target: site, at: 2 s}]"
    )
    assert site_arguments(day(twice)) == ("--record-syncs",)
    assert site_arguments(day()) == ()


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("slow_commit", "slow-commits or "),
        ("latancy", "latency may be meant; "),
        ("Kill", "kill may be meant; "),
        ("flood", "`siaga faults` lists all "),
    ],
)
def test_a_name_that_is_none_is_answered_with_the_nearest_few(name: str, meant: str) -> None:
    """Forty names are no answer; one that is far off all of them is answered with none."""
    said = stranger(name)
    assert said.startswith(f"{name!r} is none; {meant}")
    assert said.endswith(f"`siaga faults` lists all {len(KINDS)}")
    assert said.count(" or ") < MOST_NEAR


def test_a_fault_is_made_by_its_kind() -> None:
    """With the scenario's words."""
    (planned,) = day("faults=[{kind: none, at: rush, for: 3 s}]").faults
    fault = made(planned, Place(site_url="http://127.0.0.1:1"), 1)
    assert isinstance(fault, NoFault)
    assert "3 s" in fault.proof({})


def test_a_store_without_a_way_to_it_cannot_be_harmed_on_it() -> None:
    """In faults and in bad days; what happens to the store itself needs no way."""
    faulty = day(
        "faults=[{kind: slow-commits, target: store, at: rush, for: 1 s},"
        " {kind: down, target: store, at: rush, for: 1 s}, {kind: down, at: 1 s, for: 1 s}]",
        "bad-day={faults: 1, among: [{kind: latency, target: store, for: 1 s, with: {latency: 1 s}}]}",
    )
    problems = list(store_problems(faulty))
    assert [one.partition(": ")[0] for one in problems] == [
        "faults.1.target",
        "bad-day.among.0.target",
    ]
    assert problems[0].startswith(
        "faults.1.target: down happens on the way to the store, and no such way"
    )
