"""Claims about reading recordings: every browser's, and every problem of a file at once."""

import json
from pathlib import Path

import pytest

from siaga.draft import har
from siaga.draft.har import entries_of
from siaga.errors import UsageError
from tests.draft import recorded


def test_entries_come_in_the_order_in_which_they_were_begun(tmp_path: Path) -> None:
    """Chrome writes them as they ended."""
    path = recorded.har(tmp_path / "a.har", [recorded.page("/b", at_s=2), recorded.page("/a", at_s=1)])
    (entries,) = entries_of([path])
    assert [one.request.url for one in entries] == [f"{recorded.SITE}/a", f"{recorded.SITE}/b"]


def test_what_browsers_leave_out_or_say_oddly_is_no_problem(tmp_path: Path) -> None:
    """Safari has times of -1, Firefox texts of null; both write a mark before the file, or may."""
    entry = {
        "startedDateTime": "2026-11-29T12:00:00.123+07:00",
        "time": -1,
        "request": {"method": "get", "url": "http://127.0.0.1/", "postData": None},
        "response": {"status": 200, "content": {"mimeType": None, "text": None}, "redirectURL": None},
    }
    path = tmp_path / "a.har"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"log": {"entries": [entry]}}).encode())
    ((one,),) = entries_of([path])
    assert (one.took_s, one.response.content.text, one.response.location) == (0.0, "", "")


def test_every_problem_of_every_file_is_told_and_nothing_that_they_hold(tmp_path: Path) -> None:
    """What a recording holds is nobody's business, not even in an error."""
    bad = recorded.page("/")
    bad["startedDateTime"] = "anna@larsson.se"
    without = recorded.page("/")
    del without["request"]["url"]
    recorded.har(tmp_path / "bad.har", [bad, without])
    (tmp_path / "cut.har").write_text('{"log": {"entries": [{"startedDateTime": "2026')
    (tmp_path / "empty.har").write_text(" ")
    (tmp_path / "none.har").write_text('{"log": {"entries": []}}')
    (tmp_path / "other.har").write_text("[1]")
    names = ("bad", "cut", "empty", "none", "other", "gone")
    with pytest.raises(UsageError) as raised:
        entries_of([tmp_path / f"{name}.har" for name in names])
    said = str(raised.value).replace(f"{tmp_path}/", "").splitlines()
    assert [line.partition(" is ")[0] for line in said] == [
        "bad.har: log.entries.0.startedDateTime:",
        "bad.har: log.entries.1.request.url:",
        "cut.har:",
        "empty.har:",
        "none.har: log.entries:",
        "other.har: the file:",
        said[-1].partition(" is ")[0],
    ]
    assert (
        said[-1]
        == "gone.har: cannot be read (No such file or directory); name a recording, exported as HAR"
    )
    assert "is no JSON (EOF while parsing a string at line 1 column" in said[2]
    assert "larsson" not in str(raised.value)


def test_a_file_with_a_hundred_problems_is_told_in_twenty_lines(tmp_path: Path) -> None:
    """Whoever has more has no HAR."""
    path = recorded.har(tmp_path / "a.har", [{} for _ in range(100)])
    with pytest.raises(UsageError) as raised:
        entries_of([path])
    lines = str(raised.value).splitlines()
    assert len(lines) == har.MOST_TOLD + 1
    assert lines[-1] == f"{path}: has 180 more problems"


def test_a_file_that_is_too_long_is_refused_before_it_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory is bounded by the limit."""
    monkeypatch.setattr(har, "MOST_BYTES", 100)
    path = recorded.har(tmp_path / "a.har", [recorded.page("/")])
    with pytest.raises(UsageError, match="is longer than 100 bytes; up to that is allowed"):
        entries_of([path])
