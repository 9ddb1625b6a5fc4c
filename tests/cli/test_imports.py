"""Claims about `siaga import`: what it asks, writes and says."""

import shutil
from pathlib import Path

import pytest
import typer

from siaga.cli.main import call
from siaga.errors import ExitCode
from tests.draft import recorded

SIGN_UP = Path(__file__).parents[1] / "draft" / "sign_up.har"
"""Recorded by Chromium at the built-in site, with a made-up person; style sheets were taken out."""

NO_STEP = "missing: no step is the acknowledged operation, so nothing is audited"
PERSON = ("anna.larsson", "Rahasia-Sekali-77")


def test_a_recording_of_chromium_becomes_a_project_that_check_accepts_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever stood in the recording stands nowhere in it."""
    monkeypatch.chdir(tmp_path)
    assert call(["import", "har", str(SIGN_UP), "--acknowledges", "POST /accounts"]) == ExitCode.GO
    said = capsys.readouterr().out
    assert said.splitlines() == [
        "imported/locustfiles/imported.py: 4 steps: GET /, GET /accounts, POST /accounts, GET /sessions",
        "imported/scenarios/imported.yaml: a minute, two visitors a second",
        "left out: 5 requests shown by pages",
        "left out: 1 requests that the site refused",
        "missing: no roll, so the audit is not_applicable; give --roll, or write site.roll",
        "next: siaga check imported/scenarios/imported.yaml",
        "then: siaga run imported/scenarios/imported.yaml --host http://127.0.0.1:8000 --scale 1",
    ]
    written = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert [one for one in PERSON if one in written + said] == []
    assert 'form_of(accounts_page, field="email")' in written
    assert call(["check", "imported/scenarios/imported.yaml"]) == ExitCode.GO
    assert "is sound: 120 visitors" in capsys.readouterr().out


def test_nothing_is_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A journey that somebody has made theirs is worth more than a recording."""
    monkeypatch.chdir(tmp_path)
    assert call(["import", "har", str(SIGN_UP)]) == ExitCode.GO
    assert "the likeliest is --acknowledges 'POST /accounts'" in capsys.readouterr().out
    shutil.rmtree("imported/scenarios")
    assert call(["import", "har", str(SIGN_UP)]) == ExitCode.USAGE
    said = "siaga: imported: has what would be written, and nothing is overwritten; name another folder"
    assert said in capsys.readouterr().err
    assert not Path("imported/scenarios").exists()


def test_whoever_sits_at_a_terminal_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By which step the site promises, and where its list is; options are answers."""
    asked = []

    def prompt(text: str, **_options: object) -> str:
        asked.append(text)
        return {"roll": "/admin/roll"}.get(text, "1")

    monkeypatch.setattr(typer, "prompt", prompt)
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    assert call(["import", "har", str(SIGN_UP), "--out", str(tmp_path / "a")]) == ExitCode.GO
    assert asked == ["roll", "number; 0 for none of them"]
    scenario = (tmp_path / "a/scenarios/imported.yaml").read_text()
    assert 'path: "/admin/roll"' in scenario
    assert "availability of send-accounts" in scenario
    options = ["--roll", "none", "--acknowledges", "1", "--out", str(tmp_path / "b")]
    assert call(["import", "har", str(SIGN_UP), *options]) == ExitCode.GO
    assert asked[2:] == []


def test_what_nobody_can_make_up_is_named_by_check_until_the_environment_has_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key of an API is in no file."""
    recording = tmp_path / "key.har"
    entry = {
        "startedDateTime": "2026-11-29T12:00:00Z",
        "request": {
            "method": "GET",
            "url": "http://127.0.0.1/",
            "headers": [{"name": "X-Api-Key", "value": "sk_live_51Habc"}],
        },
        "response": {"status": 200, "content": {"mimeType": "text/html", "text": "<p>"}},
    }
    recording.write_text(str({"log": {"entries": [entry]}}).replace("'", '"'))
    assert call(["import", "har", str(recording), "--out", str(tmp_path / "a")]) == ExitCode.GO
    assert "missing: $SITE_X_API_KEY, a header that is sent as x_api_key" in capsys.readouterr().out
    check = ["check", str(tmp_path / "a/scenarios/imported.yaml")]
    assert call(check) == ExitCode.USAGE
    assert "SITE_X_API_KEY (a header that is sent as x_api_key): not set" in capsys.readouterr().err
    # The Locust file is asked once for each of its contents in these tests.
    with (tmp_path / "a/locustfiles/imported.py").open("a") as file:
        file.write("\n")
    monkeypatch.setenv("SITE_X_API_KEY", "1")
    assert call(check) == ExitCode.GO


def test_what_came_by_letter_has_a_marked_place_in_a_journey_that_check_accepts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment says where letters come in."""
    way = [
        recorded.call("/accounts", {}, sends={"email": "anna@larsson.se"}),
        recorded.page("/verify?token=Zk93jfKs0wLq77xR", at_s=9),
    ]
    recording = recorded.har(tmp_path / "letter.har", way)
    assert call(["import", "har", str(recording), "--out", str(tmp_path / "a")]) == ExitCode.GO
    said = capsys.readouterr().out.splitlines()
    assert "look: by letter, since no answer handed it out: token" in said
    assert (
        "missing: $SITE_INBOX, the Mailpit that takes the site's letters, which no answer handed out"
        in said
    )
    monkeypatch.setenv("SITE_INBOX", "http://127.0.0.1:8025")
    assert call(["check", str(tmp_path / "a/scenarios/imported.yaml")]) == ExitCode.GO


def test_what_is_no_recording_is_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And so is a step or a roll that there is not."""
    assert call(["import", "har", str(tmp_path / "gone.har")]) == ExitCode.USAGE
    assert "cannot be read" in capsys.readouterr().err
    assert call(["import", "har", str(SIGN_UP), "--acknowledges", "POST /x"]) == ExitCode.USAGE
    assert "the recording has POST /accounts" in capsys.readouterr().err
    assert call(["import", "har", str(SIGN_UP), "--roll", "x"]) == ExitCode.USAGE
    assert "--roll 'x': is no roll" in capsys.readouterr().err


def test_a_description_becomes_a_project_that_check_accepts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what it calls, and what is missing for the rest; two descriptions are refused."""
    path = tmp_path / "site.yaml"
    seats = "{get: {}, post: {responses: {201: {}}}, delete: {}, head: {}}"
    path.write_text(f"openapi: 3.1.0\npaths:\n  /seats: {seats}\n  /log-out: {{post: {{}}}}\n")
    out = tmp_path / "out"
    assert call(["import", "openapi", str(path), "--out", str(out)]) == ExitCode.GO
    assert capsys.readouterr().out.splitlines()[:-2] == [
        f"{out}/locustfiles/imported.py: calls 2 operations: GET /seats, POST /seats",
        f"{out}/scenarios/imported.yaml: a minute, two visitors a second",
        "not called: DELETE /seats: takes away what the way has led to",
        "not called: POST /log-out: is no part of a way",
        "left out: 1 operations that a journey does not send",
        f"{NO_STEP}; the likeliest is --acknowledges 'POST /seats'",
        "missing: no roll, so the audit is not_applicable; give --roll, or write site.roll",
    ]
    assert call(["check", str(out / "scenarios/imported.yaml")]) == ExitCode.GO
    assert call(["import", "openapi", str(path), str(path)]) == ExitCode.USAGE
    assert "one description is allowed" in capsys.readouterr().err
