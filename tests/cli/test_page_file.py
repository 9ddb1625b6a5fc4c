"""Claims about page files: written whole where they are asked for, and no reason to lose an answer."""

from pathlib import Path

import pytest

from siaga.cli.page_file import address, offer_page
from siaga.errors import UsageError

Captured = pytest.CaptureFixture[str]


def test_a_page_is_written_and_its_place_is_told(tmp_path: Path, capsys: Captured) -> None:
    """On standard error where standard output is for a program."""
    path = tmp_path / "page.html"
    offer_page(path, "one", asked=True, quiet=False)
    assert (path.read_text(encoding="utf-8"), capsys.readouterr().out) == ("one", f"page: {path}\n")
    offer_page(path, "two", asked=False, quiet=True)
    told = capsys.readouterr()
    assert (path.read_text(encoding="utf-8"), told.out, told.err) == ("two", "", f"page: {path}\n")


def test_a_page_that_was_asked_for_and_cannot_be_written_is_bad_usage(tmp_path: Path) -> None:
    """With the reason."""
    path = tmp_path / "nowhere" / "page.html"
    with pytest.raises(UsageError) as caught:
        offer_page(path, "one", asked=True, quiet=False)
    assert str(caught.value) == (
        f"--html {path}: cannot be written (No such file or directory); name a file elsewhere"
    )


def test_a_page_that_nobody_asked_for_may_fail(tmp_path: Path, capsys: Captured) -> None:
    """Runs may lie where nothing can be written; the answer stands."""
    offer_page(tmp_path, "one", asked=False, quiet=False)
    told = capsys.readouterr()
    assert (told.out, told.err.count("cannot be written")) == ("", 1)


def test_an_address_leads_from_the_page_to_the_file(tmp_path: Path) -> None:
    """Past names that would mean something in an address; nothing leads to what is not there."""
    report = tmp_path / "a #1" / "report.html"
    report.parent.mkdir()
    report.touch()
    assert address(report, tmp_path / "b" / "page.html") == "../a%20%231/report.html"
    assert address(report, report.parent / "page.html") == "report.html"
    assert address(tmp_path / "nothing", tmp_path / "page.html") == ""
