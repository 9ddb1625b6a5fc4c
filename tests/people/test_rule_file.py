"""Claims about the file of an id rule: it is found, read and tried, or refused with the reason."""

from datetime import date
from pathlib import Path

import pytest

from siaga.people.id_rule import RuleError
from siaga.people.identity import Gender
from siaga.people.rule_file import same_rule, split, tried_rule
from siaga.people.shipped_rules import SHIPPED
from siaga.record.file_digest import FileDigest

OWN = """\
class Own:
    capacity = 10_000_000
    def id_number(self, number, born, gender):
        return f"T{number}"
made = Own()
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A file with a rule."""
    path = tmp_path / "my_ids.py"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_a_name_is_a_file_and_an_object_or_a_shipped_rule() -> None:
    """A folder may be in it."""
    assert split("ids/my_ids.py:Own") == ("ids/my_ids.py", "Own")
    assert split("us-ssn") == ("us-ssn", "")


@pytest.mark.parametrize("thing", ["Own", "made"])
def test_a_rule_of_a_file_is_taken(own: Path, thing: str) -> None:
    """A class or an object; nothing is left beside the file."""
    rule = tried_rule(f"my_ids.py:{thing}", own.parent)
    assert rule.id_number(7, date(1990, 4, 11), Gender.MALE) == "T7"
    assert [one.name for one in own.parent.iterdir()] == ["my_ids.py"]


def test_a_shipped_rule_needs_no_file(tmp_path: Path) -> None:
    """Neither when it is tried nor when it is played."""
    assert tried_rule("us-ssn", tmp_path) is SHIPPED["us-ssn"]
    assert same_rule("uk-nino", "", []) is SHIPPED["uk-nino"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("fr-nir", "'fr-nir' is no rule; us-ssn, uk-nino or FILE.py:OBJECT is allowed"),
        ("gone.py:Own", "gone.py: does not exist; put it beside the scenario"),
        ("my_ids.py:Other", "my_ids.py: has no Other; name a class or an object that it has"),
        ("broken.py:Own", r"broken.py: cannot be read \(SyntaxError: .*\); it has to be sound Python"),
        ("leaves.py:Own", r"leaves.py: cannot be read \(SystemExit: 3\)"),
    ],
)
def test_a_rule_that_is_not_there_is_refused(own: Path, name: str, why: str) -> None:
    """With what is wrong."""
    (own.parent / "broken.py").write_text("class", encoding="utf-8")
    (own.parent / "leaves.py").write_text("raise SystemExit(3)", encoding="utf-8")
    with pytest.raises(RuleError, match=why):
        tried_rule(name, own.parent)


def test_the_file_of_the_run_is_found_among_others(own: Path, tmp_path: Path) -> None:
    """By what is in it; another one of its name is passed over, and alone it is refused."""
    sha256, other = FileDigest.of(own).sha256, tmp_path / "other"
    other.mkdir()
    (other / "my_ids.py").write_text("Own = None", encoding="utf-8")
    rule = same_rule("my_ids.py:Own", sha256, [other, own.parent])
    assert rule.id_number(1, date(1990, 4, 11), Gender.MALE) == "T1"
    with pytest.raises(RuleError, match=r"my_ids.py: the file of the run \(SHA-256 .*\) is not here"):
        same_rule("my_ids.py:Own", sha256, [other])
