"""Claims about YAML that is no scenario, or tries to be too much of one."""

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from siaga.errors import ScenarioError
from siaga.scenario import document
from siaga.scenario.document import MOST_CHARACTERS, is_shallow, parse, value
from tests.scenario.days import DAY

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{key}: &{key} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, key in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a: &a {k: v}\n" + "".join(
    f"{key}: &{key} {{<<: [{', '.join([f'*{before}'] * 10)}]}}\n"
    for before, key in zip("abcdefgh", "bcdefghi", strict=True)
)
TOO_MANY = "f:1: stands for too many values, aliases counted; up to 50,000 are allowed, and nothing may"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "f:1: is no scenario; it has to be a mapping of keys"),
        ("# nothing but a comment", "f:1: is no scenario; it has to be a mapping of keys"),
        ("- a\n- b", "f:1: is no scenario; it has to be a mapping of keys"),
        ("just words", "f:1: is no scenario; it has to be a mapping of keys"),
        ("!!set {a, b}", "f:1: is no scenario; it has to be a mapping of keys"),
        ("a: 1\nb: [1,\nc: 2", "f:3: is not YAML: expected ',' or ']', but got '<stream end>'"),
        ("a: 1\n\tb: 2", "f:2: is not YAML: found character '\\t' that cannot start any token"),
        ("a: *nobody", "f:1: is not YAML: found undefined alias 'nobody'"),
        ("a: 1\n---\nb: 2", "f:2: is not YAML: but found another document"),
        ("a: !!python/object:os.system x", "f:1: is not YAML: could not determine a constructor"),
        ("\na: \0\nb: 1\n", "f:2: has the character '\\x00', which YAML does not allow"),
        ("a: 1\nb: 2020-13-45", "f:2: is not YAML: '2020-13-45' cannot be read (month must be"),
        ("a: !!bool maybe", "f:1: is not YAML: 'maybe' cannot be read"),
        ("a: !!timestamp soon", "f:1: is not YAML: 'soon' cannot be read"),
        ("a: !!int ''", "f:1: is not YAML: '' cannot be read"),
        ("a: {[b]: c}", "f:1: is not YAML: found unhashable key"),
        (f"a: 1\nb: {'9' * 41}", "f:2: is not YAML: a number of 41 characters; up to 40 are allowed"),
        ("a: " + "[" * 5000, "f:1: is nested too deeply; a scenario has about six levels"),
        ("a: " + "[" * 190_000, "f:1: is nested too deeply; a scenario has about six levels"),
        ("a: &a [*a]", TOO_MANY),
        ("a: &a {b: *a}", TOO_MANY),
        (BOMB, TOO_MANY),
        (MERGES, TOO_MANY),
        (f"a: [{'x, ' * 49_998}]", TOO_MANY),
        ("x" * (MOST_CHARACTERS + 1), "f:1: is 200,001 characters long; up to 200,000 are allowed"),
    ],
    ids=range(25),
)
def test_what_is_no_mapping_in_yaml_is_refused_with_its_line(text: str, problem: str) -> None:
    """One line says where and what, whatever the text."""
    with pytest.raises(ScenarioError, match="^" + re.escape(problem)) as refused:
        parse(text, "f")
    assert "\n" not in str(refused.value)


def test_every_key_that_stands_twice_is_told_with_both_lines() -> None:
    """PyYAML would keep the last of them without a word."""
    text = "a: 1\nb:\n  c: 1\n  c: 2\na: 2\nd: [{e: 1, e: 2}]\na: 3"
    with pytest.raises(ScenarioError) as refused:
        parse(text, "f")
    assert refused.value.problems == (
        "f:4: key 'c' stands twice, first in line 3; once is allowed",
        "f:5: key 'a' stands twice, first in line 1; once is allowed",
        "f:6: key 'e' stands twice, first in line 6; once is allowed",
        "f:7: key 'a' stands twice, first in line 1; once is allowed",
    )


def test_anchors_aliases_and_merges_are_fine() -> None:
    """They save typing, and what they stand for belongs to each place alone."""
    text = "a: &a {for: 5 s, rate: 1/s}\nb: [*a, *a, {<<: *a, rate: 2/s}]"
    content = parse(text, "f").content
    plain = {"for": "5 s", "rate": "1/s"}
    assert content == {"a": plain, "b": [plain, plain, {"for": "5 s", "rate": "2/s"}]}
    content["b"][0]["rate"] = "9/s"
    assert content["b"][1] == plain
    assert content["a"] == plain


def test_a_place_has_its_line_or_that_of_the_nearest_place_above() -> None:
    """What is missing has no line of its own."""
    read = parse("a:\n  - b: 1\n    c: 2\n  -\n    b: 3\n1: x\n", "f")
    paths = [
        ("a",),
        ("a", 0, "b"),
        ("a", 0, "c"),
        ("a", 1, "b"),
        (1,),
        ("a", 1, "zz", "y"),
        ("zz",),
        ("a", 2),
        ("a", 7),
    ]
    assert [read.line(path) for path in paths] == [1, 2, 3, 5, 6, 5, 1, 1, 1]


def test_a_text_may_be_as_long_as_is_allowed() -> None:
    """Comments are counted; and it may stand for as many values, keys, lists and mappings counted."""
    text = f"a: [{'x, ' * 49_997}]\n#"
    whole = text + "-" * (MOST_CHARACTERS - len(text))
    assert parse(whole, "f").content == {"a": ["x"] * 49_997}
    assert value("9" * 40) == int("9" * 40)


def test_what_nothing_is_wrong_with_is_read_by_libyaml_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other reader takes twenty times as long."""
    monkeypatch.setattr(document, "_Telling", None)
    assert parse("a: [1, {b: 2020-12-13}]", "f").content == {"a": [1, {"b": date(2020, 12, 13)}]}


@pytest.mark.parametrize(("levels", "shallow"), [(50, True), (51, False)])
def test_libyaml_may_compose_fifty_levels(levels: int, *, shallow: bool) -> None:
    """Lists and mappings are levels, those that have ended are none."""
    nested = "{a: " * (levels // 2) + "[" * (levels - levels // 2)
    text = f"{nested}{']' * (levels - levels // 2)}{'}' * (levels // 2)}"
    assert is_shallow(text) is shallow
    assert is_shallow(text.encode()) is shallow
    assert is_shallow(f"[{'[[]], ' * 100}]")


def test_what_is_nested_deeper_than_libyaml_may_read_is_read_all_the_same() -> None:
    """More slowly, and with its name and its lines."""
    read = parse(f"a:\n  {'[' * 60}1{']' * 60}\nb: 2", "f")
    assert (read.name, read.line(("b",)), read.content["b"]) == ("f", 3, 2)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("20/s", "20/s"),
        ("3", 3),
        ("", None),
        ("null", None),
        ("[a, b]", ["a", "b"]),
        ("{a: 1}", {"a": 1}),
    ],
)
def test_a_single_value_is_read_as_yaml(text: str, read: object) -> None:
    """As it would be behind a key."""
    assert value(text) == read


@given(st.text(max_size=60))
@example("\N{BYTE ORDER MARK}a: 1")
@example("a: !!binary '%'")
@example("a: 2001-01-01T00:00:00+99:99")
@example("? [a]\n: b")
def test_no_text_breaks_the_reader(text: str) -> None:
    """It gives a mapping or tells what is wrong."""
    assert _outcome(text).startswith(("f:", "mapping"))


@given(st.data())
def test_no_damage_to_a_scenario_breaks_the_reader(data: st.DataObject) -> None:
    """Letters are lost, doubled and replaced in a real file."""
    text = DAY
    place = data.draw(st.integers(0, len(text) - 10))
    length = data.draw(st.integers(0, 10))
    scrap = data.draw(st.text(st.sampled_from("&*!{}[]:-#<>|'\"%@, \n\t0ab"), max_size=8))
    damaged = text[:place] + scrap + text[place + length :]
    assert _outcome(damaged).startswith(("f:", "mapping"))


def _outcome(text: str) -> str:
    """Say what became of a text: the mapping's type, or the problem."""
    try:
        content = parse(text, "f").content
    except ScenarioError as error:
        return str(error)
    return "mapping" if isinstance(content, dict) else repr(content)
