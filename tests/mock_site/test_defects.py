"""Every defect has a name, a sentence, something that sees it, and its line in the documentation."""

import argparse
import re
from pathlib import Path

import pytest

from mock_site.command import main
from mock_site.defects import NONE, PLANTED, Defect, defects_named, listing, names_of
from mock_site.protection.options import add_options, defects_of

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "defects.md"
OTP, CSRF = Defect.OTP_REPLAY.value, Defect.CSRF_OFF.value


def test_every_defect_says_what_it_is_and_what_sees_it() -> None:
    """In one sentence."""
    assert set(PLANTED) == set(Defect)
    assert all(re.fullmatch(r"[A-Z][^.]+\.", one.what) and one.seen_by for one in PLANTED.values())


def test_there_are_more_than_twenty() -> None:
    """As many as opening days have taught."""
    assert len(Defect) >= 20


def test_the_documentation_lists_them_all_in_the_same_order() -> None:
    """The page and the site name the same defects."""
    rows = re.findall(r"^\| `([a-z-]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [defect.value for defect in Defect]


@pytest.mark.parametrize("defect", list(Defect), ids=lambda one: one.value)
def test_each_is_planted_beside_the_right_code(defect: Defect) -> None:
    """In few places outside the list, where its name is found."""
    places = [
        path.name
        for path in sorted((ROOT / "mock_site").rglob("*.py"))
        if path.name != "defects.py"
        and re.search(rf"Defect\.{defect.name}\b", path.read_text(encoding="utf-8"))
    ]
    assert 1 <= len(places) <= 2, places


def test_the_list_prints_all(capsys: pytest.CaptureFixture[str]) -> None:
    """A line each, and nothing is started."""
    with pytest.raises(SystemExit) as end:
        main(["--list-defects"])
    assert end.value.code == 0
    shown = capsys.readouterr().out
    assert shown == listing()
    assert [line.split()[0] for line in shown.splitlines()] == [defect.value for defect in Defect]


def test_a_hardened_site_has_a_defect_only_if_it_is_named_twice() -> None:
    """And the refusal says how to insist."""
    with pytest.raises(ValueError, match=f"defect: {CSRF} is no part of a hardened site") as error:
        defects_named([OTP, CSRF, OTP], is_hardened=True)
    assert f"--profile naive, or say --defect {CSRF} twice" in str(error.value)
    named = defects_named([OTP, CSRF, OTP, CSRF], is_hardened=True)
    assert named == {Defect.OTP_REPLAY, Defect.CSRF_OFF}


def test_a_naive_site_has_a_defect_that_is_named_once() -> None:
    """Nobody has said that it is well made."""
    assert defects_named([OTP], is_hardened=False) == {Defect.OTP_REPLAY}
    assert defects_named([], is_hardened=False) == NONE


def test_a_defect_that_there_is_not_is_refused() -> None:
    """With the way to those there are."""
    with pytest.raises(ValueError, match="defect: is 'rust'; --list-defects lists those there are"):
        defects_named(["rust"], is_hardened=False)


def test_names_come_in_the_order_of_the_list() -> None:
    """However they were given."""
    assert names_of(frozenset({Defect.CSRF_OFF, Defect.OTP_REPLAY})) == [OTP, CSRF]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--profile", "naive", "--defect", OTP], frozenset({Defect.OTP_REPLAY})),
        (["--defect", OTP, "--defect", OTP], frozenset({Defect.OTP_REPLAY})),
        ([], NONE),
    ],
)
def test_the_command_line_names_defects(arguments: list[str], expected: frozenset[Defect]) -> None:
    """Beside the profile that it has."""
    parser = argparse.ArgumentParser()
    add_options(parser)
    assert defects_of(parser.parse_args(arguments)) == expected


def test_the_command_refuses_a_defect_of_a_hardened_site(capsys: pytest.CaptureFixture[str]) -> None:
    """In one line, with 64; the usual profile is hardened."""
    assert main(["--port", "0", "--defect", OTP]) == 64
    assert capsys.readouterr().err == (
        f"mock_site: defect: {OTP} is no part of a hardened site; choose --profile naive, or say"
        f" --defect {OTP} twice\n"
    )
