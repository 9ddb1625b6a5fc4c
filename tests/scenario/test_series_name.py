"""Claims about the names of series: what is one, and which two can be the same series."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.scenario.series_name import overlap, parsed, series_name

labels = st.dictionaries(st.sampled_from("abc"), st.sampled_from("12"), max_size=3)


def text(metric: str, wanted: dict[str, str]) -> str:
    """Write a series as a scenario does."""
    inside = ", ".join(f'{name}="{value}"' for name, value in wanted.items())
    return f"{metric}{{{inside}}}" if wanted else metric


@pytest.mark.parametrize(
    ("written", "metric", "wanted"),
    [
        ("up", "up", {}),
        ("site:joins:rate5m", "site:joins:rate5m", {}),
        ('joins_total{result="given"}', "joins_total", {"result": "given"}),
        ('s{a="1",b="2"}', "s", {"a": "1", "b": "2"}),
        ('s{a="1",  b="x, y=z}"}', "s", {"a": "1", "b": "x, y=z}"}),
        ('s{a=""}', "s", {"a": ""}),
    ],
)
def test_a_series_is_a_metric_and_labels_that_it_has_to_have(
    written: str, metric: str, wanted: dict[str, str]
) -> None:
    """Values may hold anything but quotes and backslashes."""
    assert series_name(written) == written
    assert parsed(written) == (metric, wanted)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1up",
        "up ",
        "up{}",
        "up{a}",
        "up{a=1}",
        "up{a='1'}",
        'up{a="1"',
        'up{a="1",}',
        'up{a="1" b="2"}',
        'up{a!="1"}',
        'up{a=~"1"}',
        'up{a="\\""}',
        'up{1a="1"}',
        'up{a="1"}\n',
        "rate(up)",
    ],
)
def test_what_names_no_series_is_refused(written: str) -> None:
    """With how one is written."""
    with pytest.raises(ValueError, match=r"is no series; write a metric and labels: joins_total\{res"):
        series_name(written)


def test_a_label_that_stands_twice_is_refused() -> None:
    """No series has both values, and the first would be forgotten."""
    with pytest.raises(ValueError, match="names a label twice; each once is allowed"):
        series_name('s{a="1",a="2"}')


@pytest.mark.parametrize(
    ("one", "other", "can_be"),
    [
        ("s", "s", True),
        ("s", "t", False),
        ('s{a="1"}', "s", True),
        ('s{a="1"}', 's{b="2"}', True),
        ('s{a="1"}', 't{a="1"}', False),
        ('s{a="1",b="2"}', 's{b="2",a="1"}', True),
        ('s{a="1",b="2"}', 's{a="1",b="3"}', False),
    ],
)
def test_a_series_can_be_meant_by_two_names_that_do_not_contradict(
    one: str, other: str, *, can_be: bool
) -> None:
    """A label that only one of them has may have any value in the other."""
    assert overlap(one, other) is can_be
    assert overlap(other, one) is can_be


@given(st.sampled_from(["s", "t"]), labels, st.sampled_from(["s", "t"]), labels, st.data())
def test_two_names_overlap_if_a_series_can_have_both(
    metric: str, wanted: dict[str, str], other: str, others: dict[str, str], data: st.DataObject
) -> None:
    """A series has one value for each label: they overlap just if their labels do not contradict."""
    del data
    both = {**wanted, **others}
    can_be = metric == other and {**others, **wanted} == both
    assert overlap(text(metric, wanted), text(other, others)) is can_be
    assert overlap(text(other, others), text(metric, wanted)) is can_be
