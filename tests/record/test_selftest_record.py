"""A self-test's record names the judge that was tested."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from siaga.record import selftest_record
from siaga.record.selftest_record import JUDGING, SelfTestRecord, judge_build


def record(**changes: object) -> SelfTestRecord:
    """Give a record of two right verdicts."""
    told = SelfTestRecord(
        at="2026-11-29T08:00:00+00:00",
        build="b" * 64,
        scope="whole",
        right=("clean", "quota"),
        wrong=(),
    )
    return replace(told, **changes)  # type: ignore[arg-type]


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Lists come back as the tuples they were."""
    record().write(tmp_path / "selftest.json")
    assert SelfTestRecord.read(tmp_path / "selftest.json") == record()


def test_a_record_of_another_scope_is_refused() -> None:
    """What was played cannot be told from it."""
    with pytest.raises(ValueError, match="scope: 'half' is none; whole, quick, named are known"):
        record(scope="half")


def judge(folder: Path, **files: str) -> str:
    """Give the digest of a judge that is made of some files."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return judge_build(folder, ("judge", "roll"))


def test_another_judge_has_another_digest(tmp_path: Path) -> None:
    """By a line, a name, or where a line stands; what judges nothing does not count."""
    first = judge(tmp_path / "a", judge__rule="x = 1\n", judge__rules__deep="y = 2\n", roll__entry="")
    same = judge(tmp_path / "b", judge__rule="x = 1\n", judge__rules__deep="y = 2\n", roll__entry="",
                 report__page="z = 3\n")  # fmt: skip
    others = [
        judge(tmp_path / "c", judge__rule="x = 1\n", judge__rules__deep="y = 3\n", roll__entry=""),
        judge(tmp_path / "d", judge__rule="x = 1\n", judge__rules__dark="y = 2\n", roll__entry=""),
        judge(tmp_path / "e", judge__rule="", judge__rules__deep="x = 1\ny = 2\n", roll__entry=""),
        judge(tmp_path / "f", judge__rule="x = 1\n", judge__rules__deep="y = 2\n"),
    ]
    assert len(first) == 64
    assert first == same
    assert len({first, *others}) == 5


def test_no_package_that_a_verdict_depends_on_is_left_out() -> None:
    """What the judge imports, and what that imports."""
    siaga = Path(selftest_record.__file__).parents[1]
    modules = [path for part in JUDGING for path in (siaga / part).rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in modules)
    named = set(re.findall(r"^(?:from|import) siaga\.(\w+)", text, re.MULTILINE))
    assert {one for one in named if (siaga / one).is_dir()} == set(JUDGING)


def test_this_judge_has_a_digest() -> None:
    """It is the same whenever it is asked."""
    assert judge_build() == judge_build() != judge_build(parts=("ledger",))
