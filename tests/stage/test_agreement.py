"""Claims about an agreement: what is none is refused, and only the key makes its signature."""

import json

import pytest

from siaga.stage.agreement import Agreement, key_problem
from tests.stage.agreeing_target import KEY, agreement, body, signed

NONCE = "0123456789abcdef" * 2


def test_what_a_target_signs_is_read() -> None:
    """Every part of it."""
    read = Agreement.read(body(NONCE))
    assert (read.nonce, read.env, read.stop) == (NONCE, "staging", False)
    assert read.fakes == ("mail", "registry", "sms")
    assert read.is_signed_with(KEY)
    assert not read.is_signed_with("another key of sixteen bytes")


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "f" * 32},
        {"env": "production"},
        {"host": "other.test"},
        {"fakes": ["mail"]},
        {"stop": True},
    ],
)
def test_whatever_is_changed_afterwards_breaks_the_signature(changed: dict[str, object]) -> None:
    """No part of the answer is left unsigned."""
    forged = json.dumps({**signed(agreement(NONCE)), **changed}).encode()
    assert not Agreement.read(forged).is_signed_with(KEY)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (b"", "is no JSON"),
        (b"\xff", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"[]", "is no object of env, fakes, host, nonce, siaga, signature, stop"),
        (b"{}", "is no object"),
        (body(NONCE, more=1), "is no object"),
        (body(NONCE, siaga=2), "with siaga 1"),
        (body("x"), "a nonce that is none"),
        (body(f"{NONCE}\n"), "a nonce that is none"),
        (body(NONCE, env="staging\nstop=false"), "an? env that is none"),
        (body(NONCE, host=""), "a host that is none"),
        (json.dumps({**agreement(NONCE), "signature": 5}).encode(), "a signature that is none"),
        (body(NONCE, fakes=["mail,sms"]), "fakes that are no list of up to 16 words"),
        (body(NONCE, fakes=["a"] * 17), "fakes that are no list"),
        (json.dumps(signed(agreement(NONCE)) | {"fakes": "mail"}).encode(), "fakes that are no list"),
        (body(NONCE, stop=1), "neither true nor false"),
    ],
)
def test_what_is_no_agreement_is_refused_with_the_reason(written: bytes, problem: str) -> None:
    """Nothing is guessed, and no value can stand for two lines of the statement."""
    with pytest.raises(ValueError, match=problem):
        Agreement.read(written)


def test_a_key_that_could_be_guessed_is_refused_and_not_repeated() -> None:
    """As is none."""
    assert key_problem("") == "SIAGA_TARGET_KEY is not set, so no answer of it can be believed"
    assert "shorter than 16 bytes" in key_problem("hunter2")
    assert "hunter2" not in key_problem("hunter2")
    assert key_problem(KEY) == ""
