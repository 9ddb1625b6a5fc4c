"""The questions of the test: a bank, of which each attempt draws a few."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from mock_site.pages.negotiation import Language
from mock_site.pages.package_file import read_yaml

DRAWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An answer that may be chosen."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with at least two options."""

    id: str
    text: str
    options: tuple[Option, ...]

    def __post_init__(self) -> None:
        if len(self.options) < 2:  # noqa: PLR2004 - fewer are no choice
            raise ValueError(f"question: {self.id} has {len(self.options)} options; it needs 2 or more")

    def content(self) -> Mapping[str, Any]:
        """Give it as JSON."""
        options = [{"id": option.id, "text": option.text} for option in self.options]
        return {"id": self.id, "text": self.text, "options": options}


def drawn(account_id: str, ends_at_s: float, language: Language) -> Sequence[Question]:
    """Draw the questions of an attempt: always the same for it, others for another.

    Args:
        account_id: whose attempt.
        ends_at_s: when it ends; tells apart the attempts of an account.
        language: of the texts.
    """

    def lot(question: Question) -> bytes:
        return hashlib.sha256(f"{account_id}.{ends_at_s!r}.{question.id}".encode()).digest()

    return sorted(bank(language), key=lot)[:DRAWN]


@cache
def bank(language: Language) -> Sequence[Question]:
    """Read all questions in a language."""
    every = read_yaml("words/questions.yaml")
    return [_question(number, one, language) for number, one in enumerate(every, 1)]


def _question(number: int, content: Mapping[str, Any], language: Language) -> Question:
    options = [
        Option(id=letter, text=str(one[language.value]))
        for letter, one in zip("abcdef", content["options"], strict=False)
    ]
    return Question(id=f"q{number}", text=str(content["text"][language.value]), options=tuple(options))
