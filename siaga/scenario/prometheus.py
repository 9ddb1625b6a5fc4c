"""The Prometheus of a scenario: one that is asked what objectives want to know, and one that is told."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from siaga.scenario.part import Part
from siaga.scenario.problem import Problem, refuse
from siaga.scenario.quantity import SomeS
from siaga.scenario.reference import REFERENCE

MOST_LABELS = 20
GIVEN = frozenset({"job", "run"})
"""Labels that siaga itself gives to every series that it writes."""

_LABEL = re.compile(r"(?!__)[A-Za-z_][A-Za-z0-9_]*")


def _reference(text: str) -> str:
    """Refuse a secret in the file itself, without repeating it."""
    if not REFERENCE.fullmatch(text):
        said = "is no reference to the environment; write ${NAME}, secrets do not belong in a file"
        refuse([Problem(text=said)])
    return text


def _labels(labels: dict[str, str]) -> dict[str, str]:
    """Refuse labels that a Prometheus does not take, or that siaga gives itself."""
    fine = "letters, digits and _ are allowed, but for job and run, which siaga gives"
    wrong = [one for one in labels if not _LABEL.fullmatch(one) or one in GIVEN]
    refuse([Problem(place=(one,), text=f"is no name of a label of yours; {fine}") for one in wrong])
    return labels


def _address(text: str) -> str:
    if not REFERENCE.fullmatch(text) and (problem := address_problem(text)):
        refuse([Problem(text=problem)])
    return text


def address_problem(text: str) -> str:
    """Say why a text is no address of a Prometheus, without repeating it; empty if it is one."""
    allowed = "write http://127.0.0.1:9090, or ${PROMETHEUS_URL} for one that the environment names"
    try:
        parts = urlsplit(text)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        return f"is no address; {allowed}"
    if parts.username is not None or parts.password is not None:
        return "has a name or a password in it, which belongs in no address; give a token instead"
    return f"has more than an address; {allowed}" if parts.query or parts.fragment else ""


class Prometheus(Part):
    """A Prometheus that scrapes the site or what it runs on."""

    url: Annotated[str, AfterValidator(_address)]
    """Its address, or a reference to the environment: `${PROMETHEUS_URL}`."""

    token: Annotated[str | None, AfterValidator(lambda text: text and _reference(text))] = None
    """Bearer token that it asks for, as a reference to the environment."""

    step_s: Annotated[SomeS, Field(alias="step")] = 1.0
    """Time from one value to the next; a long run is asked for at most 10,000 of them."""

    deadline_s: Annotated[SomeS, Field(alias="deadline")] = 10.0
    """How long one answer may take, from the asking to its last byte."""


class RemoteWrite(Part):
    """Where the run's own metrics are written to: a Prometheus, or what takes its place."""

    url: Annotated[str, AfterValidator(_address)]
    """Where writes are taken, or a reference to the environment: `${REMOTE_WRITE_URL}`."""

    token: Annotated[str | None, AfterValidator(lambda text: text and _reference(text))] = None
    """Bearer token that it asks for, as a reference to the environment."""

    every_s: Annotated[SomeS, Field(alias="every")] = 5.0
    """Time from one write to the next."""

    deadline_s: Annotated[SomeS, Field(alias="deadline")] = 10.0
    """How long one write may take, until it was answered."""

    labels: Annotated[dict[str, str], Field(max_length=MOST_LABELS), AfterValidator(_labels)] = Field(
        default_factory=dict
    )
    """Labels that every series gets, beside `job="siaga"` and `run`."""
