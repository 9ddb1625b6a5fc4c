"""Claims about the examination of a target: each step refuses, and nothing after it is asked."""

import socket
from collections.abc import Callable
from dataclasses import replace

import pytest

from siaga.sender import Sender
from siaga.stage.examination import Examination, QuestionError
from tests.stage.agreeing_target import KEY, NAME, body, target_of

GOOD = ["key", "connect", "answer", "nonce", "signature", "host", "env", "fakes", "stop"]
OTHER = "f" * 32


def said(answer: Callable[[str], bytes], **changed: object) -> list[tuple[str, bool, str]]:
    """Examine a target that answers so; gives its steps."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        one = Examination(
            url="http://x",
            host=NAME,
            port=listening.getsockname()[1],
            addresses=("127.0.0.1",),
            key=KEY,
            ask=lambda _url, _sender, nonce: answer(nonce),
        )
        steps = replace(one, **changed).steps()  # type: ignore[arg-type]
        return [(step.name, step.good, step.text) for step in steps]


def test_a_target_that_agrees_passes_every_step() -> None:
    """In the order in which one depends on the other."""
    assert [(name, good) for name, good, _ in said(body)] == [(name, True) for name in GOOD]


def unreachable(_nonce: str) -> bytes:
    """Give no answer."""
    raise QuestionError("it answers with a redirect (302), which is not followed")


def _touched(answer: bytes) -> bytes:
    *before, last, quote, end = answer
    return bytes([*before, ord("1" if last == ord("0") else "0"), quote, end])


@pytest.mark.parametrize(
    ("answer", "name", "text"),
    [
        (unreachable, "answer", "it answers with a redirect (302), which is not followed"),
        (lambda _nonce: b"<html>", "answer", "the answer is no JSON"),
        (lambda _nonce: body(OTHER), "nonce", "it answers another question than was asked"),
        (
            lambda nonce: _touched(body(nonce)),
            "signature",
            "the signature is not made with this key",
        ),
        (
            lambda nonce: body(nonce, host="evil.test"),
            "host",
            "it agrees for evil.test, and staging.go.id",
        ),
        (lambda nonce: body(nonce, env="production"), "env", "it is production, which is never loaded;"),
        (lambda nonce: body(nonce, env="live"), "env", "it is live; staging is needed"),
        (lambda nonce: body(nonce, fakes=["mail"]), "fakes", "are fakes: registry, sms; people outside"),
        (lambda nonce: body(nonce, stop=True), "stop", "it asks for no load"),
    ],
)
def test_the_first_step_that_ends_badly_is_the_last(
    answer: Callable[[str], bytes], name: str, text: str
) -> None:
    """It says why, and nothing after it counts."""
    *before, last = said(answer)
    assert all(good for _, good, _ in before)
    assert last[:2] == (name, False)
    assert text in last[2]
    assert [one for one, _, _ in before] == GOOD[: GOOD.index(name)]


def test_without_a_key_nobody_is_asked() -> None:
    """It is not even connected to; nor with another key is anybody believed."""
    text = "SIAGA_TARGET_KEY is not set, so no answer of it can be believed"
    assert said(body, key="") == [("key", False, text)]
    assert said(body, key="another key of sixteen bytes")[-1][:2] == ("signature", False)


def test_every_address_is_asked_since_load_goes_to_each() -> None:
    """One that takes no connection, or does not agree, is enough; each has a question of its own."""
    asked: list[tuple[str, str]] = []

    def ask(_url: str, sender: Sender, nonce: str) -> bytes:
        """Agree at the first address alone."""
        asked.append((sender.addresses[0], nonce))
        return body(nonce, env="production" if len(asked) > 1 else "staging")

    steps = said(body, addresses=("127.0.0.1", "127.0.0.1"), ask=ask)
    assert steps[-1][:2] == ("env", False)
    assert len({nonce for _, nonce in asked}) == 2
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        *_, step = said(body, port=probe.getsockname()[1])
    assert step[:2] == ("connect", False)
    assert "takes no connection" in step[2]


def test_the_question_goes_to_the_address_that_is_examined() -> None:
    """With the name in its Host and the run in its header."""
    with target_of(lambda nonce: (200, body(nonce))) as (url, heard):
        port = int(url.rpartition(":")[2])
        one = Examination(
            url=url, host=NAME, port=port, addresses=("127.0.0.1",), key=KEY, run_id="gate/1"
        )
        assert one.refusal() == ""
    assert (heard[0]["Host"], heard[0]["Siaga-Run"]) == (f"{NAME}:{port}", "gate/1")
