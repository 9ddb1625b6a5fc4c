"""The Agreement of a target: its signed answer to the question whether it may be loaded."""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from typing import Any, Self

PATH = "/.well-known/siaga"
KEY = "SIAGA_TARGET_KEY"
"""Environment variable with the key that siaga and the target share."""

LEAST_KEY_BYTES = 16
STAGING = "staging"
PRODUCTION = "production"
FAKES = frozenset({"mail", "registry", "sms"})
"""What has to be a fake, or not there at all: nobody outside the target may be reached through it."""

_NONCE = re.compile(r"[0-9a-f]{32}")
_WORD = re.compile(r"[a-z][a-z-]{0,29}")
_HOST = re.compile(r"[a-z0-9.:-]{1,253}")
_SIGNATURE = re.compile(r"[0-9a-f]{64}")
_MOST_FAKES = 16
_FIELDS = frozenset({"siaga", "nonce", "env", "host", "fakes", "stop", "signature"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What a target answers.

    Attributes:
        nonce: of the question.
        env: what the target is: staging, production.
        host: the name or address by which it agrees to be loaded, in small letters.
        fakes: whom it calls that is no real one, each a word.
        stop: whether it wants no load now.
        signature: of all this, in hexadecimal.
    """

    nonce: str
    env: str
    host: str
    fakes: tuple[str, ...]
    stop: bool
    signature: str

    @classmethod
    def read(cls, body: bytes) -> Self:
        """Read an answer.

        Raises:
            ValueError: it is none; the message says what is wrong with it.
        """
        try:
            given = json.loads(body)
        except (ValueError, RecursionError):
            raise ValueError("the answer is no JSON") from None
        if not isinstance(given, dict) or given.keys() != _FIELDS or given["siaga"] != 1:
            raise ValueError(f"the answer is no object of {', '.join(sorted(_FIELDS))} with siaga 1")
        for name, form in (
            ("nonce", _NONCE),
            ("env", _WORD),
            ("host", _HOST),
            ("signature", _SIGNATURE),
        ):
            if not _has_form(given[name], form):
                raise ValueError(f"the answer has a {name} that is none")
        return cls(
            nonce=given["nonce"],
            env=given["env"],
            host=given["host"],
            fakes=_fakes(given["fakes"]),
            stop=_truth(given["stop"]),
            signature=given["signature"],
        )

    @property
    def statement(self) -> bytes:
        """What is signed: a line each, in this order."""
        return (
            f"siaga=1\nnonce={self.nonce}\nenv={self.env}\nhost={self.host}\n"
            f"fakes={','.join(self.fakes)}\nstop={'true' if self.stop else 'false'}\n"
        ).encode("ascii")

    def is_signed_with(self, key: str) -> bool:
        """Tell whether whoever signed it has the key: HMAC-SHA256 of the statement."""
        own = hmac.new(key.encode("utf-8"), self.statement, hashlib.sha256).hexdigest()
        return hmac.compare_digest(own, self.signature)


def key_problem(key: str) -> str:
    """Say what is wrong with a key, without repeating it; empty: nothing."""
    if not key:
        return f"{KEY} is not set, so no answer of it can be believed"
    if len(key.encode("utf-8")) < LEAST_KEY_BYTES:
        return f"{KEY} is shorter than {LEAST_KEY_BYTES} bytes, and could be guessed"
    return ""


def _has_form(given: object, form: re.Pattern[str]) -> bool:
    return isinstance(given, str) and form.fullmatch(given) is not None


def _fakes(given: Any) -> tuple[str, ...]:  # noqa: ANN401 - any JSON
    is_list = isinstance(given, list) and len(given) <= _MOST_FAKES
    if not is_list or not all(_has_form(one, _WORD) for one in given):
        raise ValueError(f"the answer has fakes that are no list of up to {_MOST_FAKES} words")
    return tuple(given)


def _truth(given: Any) -> bool:  # noqa: ANN401 - any JSON
    if not isinstance(given, bool):
        raise ValueError("the answer has a stop that is neither true nor false")  # noqa: TRY004 - JSON
    return given
