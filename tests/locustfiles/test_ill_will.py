"""Claims about the shipped surface: each case has what it needs, and the site has what is asked for."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from mock_site.pages.description import read_description
from siaga.abuse.catalogue import CASES, surface_problems
from siaga.scenario.load import load
from siaga.scenario.model import Abuse
from tests.crowd.locust_run import run_script

ROOT = Path(__file__).resolve().parents[2]
LOCUSTFILE = ROOT / "locustfiles" / "ill_will.py"

TELL = """
    import json, sys
    from types import SimpleNamespace
    from siaga.crowd import plugin
    from locust.util.load_locustfile import load_locustfile
    from siaga.crowd.answer import Answer
    from siaga.crowd.call import Call
    from siaga.crowd.headers import Headers
    from siaga.crowd.request import Upload
    from siaga.people.people import People

    classes = load_locustfile(sys.argv[1])[0]
    surface = classes["IllWill"].surface
    body = json.dumps({"questions": [{"id": 1, "options": [{"id": 2}]}]}).encode()
    started = Answer(
        status=200, headers=Headers([]), body=body, path="/", connect_s=0, first_byte_s=0, total_s=0,
        sent_bytes=1, received_bytes=1, requests=1,
    )
    person = People(seed=1, epoch=2).identity(3)
    given = {
        "account": (person,), "log_in": ("a@b.test", "x"), "identity": (person,), "ask_code": ("08",),
        "code": ("1",), "hand_in": (started,), "join": ("k",), "join_form": ("k",),
        "registration": ("1-1",),
        "upload": (SimpleNamespace(notes={"csrf": "c"}), Upload(name="a", kind="b", content=b"")),
    }
    parts = {name: getattr(surface, name) for name in surface.known()}
    calls = {name: parts[name](*values) for name, values in given.items()}
    calls |= {name: one for name, one in parts.items() if isinstance(one, Call)}
    told = {name: [one.method, one.path] for name, one in calls.items()}
    print(json.dumps({"known": surface.known(), "calls": told}))
"""

Asked = Sequence[str]
"""Method and path."""


@pytest.fixture(scope="module")
def surface() -> Any:  # noqa: ANN401 - JSON
    """What the Locust file knows of the site, and every request that it describes."""
    return json.loads(run_script(TELL, str(LOCUSTFILE)))


def unserved(calls: Mapping[str, Asked]) -> Iterator[str]:
    """Name the requests that the site's own description does not have."""
    served = [
        (method.upper(), re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)))
        for path, methods in read_description()["paths"].items()
        for method in methods
    ]
    for name, (method, path) in calls.items():
        if not any(method == known and there.fullmatch(path) for known, there in served):
            yield name


def test_every_case_has_what_it_needs(surface: Any) -> None:  # noqa: ANN401 - JSON
    """A scenario may name any of them; where a part was left out, its cases are named."""
    everything = tuple(Abuse(case=name, rate=1) for name in CASES)
    day = load(ROOT / "scenarios" / "ill-will.yaml").model_copy(update={"abuse": everything})
    assert list(surface_problems(day, surface["known"], LOCUSTFILE.name)) == []
    without = [name for name in surface["known"] if name != "join_form"]
    (problem,) = surface_problems(day, without, LOCUSTFILE.name)
    assert "'cross-site' needs join_form" in problem


def test_the_site_has_every_request_of_the_surface(surface: Any) -> None:  # noqa: ANN401 - JSON
    """By its own description: an attack on what is not there would be withstood by a 404."""
    assert {"account", "join", "registration", "queue", "private"} <= set(surface["calls"])
    assert list(unserved(surface["calls"])) == []


@pytest.mark.parametrize(
    "asked", [("POST", "/account"), ("DELETE", "/accounts"), ("GET", "/registrations/")]
)
def test_a_request_that_the_site_does_not_have_is_found(asked: Asked) -> None:
    """A name that is wrong, a method that is, and a part of a path that is missing."""
    assert list(unserved({"mistake": asked})) == ["mistake"]
