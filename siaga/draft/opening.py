"""The Opening of a Locust file: the imports of what its journey calls."""

from collections.abc import Collection

READERS = frozenset({"meta", "part", "asked", "field", "found", "linked"})
"""Functions that read an answer, and say it where an answer has no such thing."""

_STANDARD = (
    ("import os", {"settings"}),
    ("import re", {"re", "found", "linked", "letter"}),
    ("from datetime import date, timedelta", {"days"}),
)
_URLS = (
    ("parse_qs", {"asked"}),
    ("quote", {"quote"}),
    ("unquote", {"unquote", "letter"}),
    ("urlsplit", {"part", "asked"}),
)
_ANSWERS = (("Answer", {*READERS, "said"}), ("AnswerError", {*READERS, "json"}))
_LOCAL = (
    ("from siaga.crowd.form import form_of", {"form_of", "field"}),
    ("from siaga.crowd.inbox import HttpInbox", {"letter"}),
    ("from siaga.crowd.launch import Launch", {"launch"}),
    ("from siaga.crowd.promise import Promise", {"promise"}),
    ("from siaga.crowd.request import Upload", {"picture", "document"}),
)


def imports(calls: Collection[str]) -> str:
    """Write imports.

    Args:
        calls: names of the functions that the journey calls, and `said`, `promise`, `settings`, `days`
            where it has such; `re` and `json` where its `said` reads with patterns, or JSON.
    """
    called = {*calls, "launch"}
    standard = [line for line, by in _STANDARD if by & called]
    standard.append("from typing import ClassVar")
    if urls := [name for name, by in _URLS if by & called]:
        standard.append(f"from urllib.parse import {', '.join(urls)}")
    others = ["", "from lxml import html"] if "meta" in called else []
    plugin = "from siaga.crowd import plugin  # noqa: F401 - importing it hooks siaga into Locust"
    ended = "JourneyEndedError, " if {"cookie", "letter"} & called else ""
    answers = [name for name, by in _ANSWERS if by & called]
    answer = [f"from siaga.crowd.answer import {', '.join(answers)}"] if answers else []
    local = [*answer, *(line for line, by in _LOCAL if by & called)]
    visitor = f"from siaga.crowd.visitor import {ended}Visitor"
    return "\n".join([*standard, *others, "", plugin, *local, visitor])
