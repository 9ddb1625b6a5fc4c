"""Claims about `siaga target verify`: what a person reads, and the exit code."""

from pathlib import Path

import pytest

from siaga.cli.main import call
from siaga.errors import ExitCode
from siaga.stage.agreement import KEY as KEY_NAME
from tests.scenario.days import DAY
from tests.stage.agreeing_target import KEY, body, target_of


def test_a_site_that_agrees_is_told_step_by_step(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On this machine, too: there whoever builds the other side tries it."""
    monkeypatch.setenv(KEY_NAME, KEY)
    with target_of(lambda nonce: (200, body(nonce, host="127.0.0.1"))) as (url, _heard):
        port = url.rpartition(":")[2]
        assert call(["target", "verify", f"http://127.0.0.1:{port}"]) == ExitCode.GO
    assert capsys.readouterr().out.splitlines() == [
        "ok  resolve    127.0.0.1 is 127.0.0.1",
        "ok  key        both sides have to have the same one",
        f"ok  connect    127.0.0.1 port {port} takes connections",
        "ok  answer     it answers as it should",
        "ok  nonce      it answers this question",
        "ok  signature  whoever answers has the key",
        "ok  host       it agrees by this name, 127.0.0.1",
        "ok  env        it is staging",
        "ok  fakes      nobody real is called: mail, registry, sms",
        "ok  stop       it does not ask to be left alone",
        f"http://127.0.0.1:{port} has agreed to be loaded",
    ]


def test_a_site_that_does_not_agree_ends_with_77_and_the_key_is_never_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After the step that refuses nothing else is asked."""
    monkeypatch.setenv(KEY_NAME, KEY)
    with target_of(lambda _nonce: (404, b"")) as (url, _heard):
        port = url.rpartition(":")[2]
        assert call(["target", "verify", f"http://127.0.0.1:{port}"]) == ExitCode.REFUSED
    said = capsys.readouterr()
    assert said.out.splitlines()[-3:] == [
        "no  answer     it has no /.well-known/siaga (404), hence has not agreed to be loaded",
        f"http://127.0.0.1:{port} has not agreed to be loaded: no run is sent to it",
        "but it is this machine, which may be loaded without",
    ]
    assert KEY not in said.out + said.err


def test_what_is_no_address_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """As everywhere; and there is no other action."""
    assert call(["target", "verify", "nowhere"]) == ExitCode.USAGE
    assert "is no address" in capsys.readouterr().err
    assert call(["target", "attack", "http://127.0.0.1:1"]) == ExitCode.USAGE


def test_a_run_against_a_site_that_has_not_agreed_ends_with_77(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before there is a folder; 192.0.2.1 belongs to nobody, and is not even connected to."""
    monkeypatch.delenv(KEY_NAME, raising=False)
    assert call(["run", "gate", "--host", "http://192.0.2.1:80"]) == ExitCode.REFUSED
    said = capsys.readouterr().err
    assert said.startswith("siaga: host http://192.0.2.1:80: 192.0.2.1 is not this machine, and has not")
    assert "`siaga target verify http://192.0.2.1:80` explains each step" in said


def test_a_site_behind_a_log_in_is_asked_with_the_credentials_of_a_scenario(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """As a run of it would; what the environment lacks is told."""
    monkeypatch.setenv(KEY_NAME, KEY)
    scenario = tmp_path / "guarded.yaml"
    credentials = 'site:\n  credentials: {bearer: "${STAGING_TOKEN}"}\n'
    scenario.write_text(DAY.replace("site:\n", credentials), encoding="utf-8")
    with target_of(lambda nonce: (200, body(nonce, host="127.0.0.1"))) as (url, heard):
        verify = ["target", "verify", f"http://127.0.0.1:{url.rpartition(':')[2]}"]
        assert call([*verify, "--scenario", str(scenario)]) == ExitCode.USAGE
        assert "STAGING_TOKEN is not set" in capsys.readouterr().err
        monkeypatch.setenv("STAGING_TOKEN", "rahasia")
        assert call([*verify, "--scenario", str(scenario)]) == ExitCode.GO
    assert [one["Authorization"] for one in heard] == ["Bearer rahasia"]
    assert "rahasia" not in capsys.readouterr().out
