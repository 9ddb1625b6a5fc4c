"""Claims about what is taken from Locust's event of a request, however little of it is told."""

import json

import pytest

from tests.crowd.locust_run import run_script

SCRIPT = """
import json

from locust.exception import CatchResponseError

from siaga.crowd.overheard import overheard


class Answer:
    def __init__(self, status): self.status_code = status


TOLD = {
    "good": dict(request_type="GET", name="/a b", response_time=250.0, response_length=7,
                 response=Answer(200), exception=None),
    "status": dict(request_type="GET", name="/", response_time=5.0, response_length=0,
                   response=Answer(503), exception=OSError("503  Server\\nError")),
    "check": dict(request_type="POST", name="/", response_time=5.0, response_length=0,
                  response=Answer(200), exception=CatchResponseError("not me")),
    "text": dict(request_type="GET", name="/", response_time=5.0, exception="no good"),
    "broken": dict(request_type="GET", name="/", response_time=5.0, response=Answer(0),
                   exception=ConnectionRefusedError("x" * 999)),
    "untimed": dict(request_type="SQL", name="select", response_time=None, exception=None),
    "backwards": dict(request_type="SQL", name="select", response_time=-3, exception=None),
    "nothing": {},
    "nan": dict(request_type="SQL", name="select", response_time=float("nan"),
                response_length=float("nan")),
    "endless": dict(request_type="SQL", name="select", response_time=float("inf"),
                    response_length=float("inf")),
    "words": dict(request_type="SQL", name="select", response_time="soon", response_length="much"),
}
found = {}
for name, told in TOLD.items():
    one = overheard(told, lambda: 10.0)
    s = one.sample
    found[name] = [s.step, s.started_s, s.ended_s, s.reason, s.timed, one.status, one.rejected,
                   one.told, s.received_bytes, s.intended_s == s.started_s]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def found() -> dict[str, list[object]]:
    """What a process that may import Locust makes of it."""
    read: dict[str, list[object]] = json.loads(run_script(SCRIPT))
    return read


@pytest.mark.parametrize(
    ("name", "sample"),
    [
        ("good", ["GET /a b", 9.75, 10.0, "", True, 200, False, "", 7, True]),
        ("status", ["GET /", 9.995, 10.0, "status-503", True, 503, True, "503  Server\nError", 0, True]),
        ("check", ["POST /", 9.995, 10.0, "check", True, 200, False, "not me", 0, True]),
        ("text", ["GET /", 9.995, 10.0, "check", True, 0, False, "no good", 0, True]),
        ("broken", ["GET /", 9.995, 10.0, "ConnectionRefusedError", True, 0, False, "x" * 999, 0, True]),
        ("untimed", ["SQL select", 10.0, 10.0, "", False, 0, False, "", 0, True]),
        ("backwards", ["SQL select", 10.0, 10.0, "", True, 0, False, "", 0, True]),
        ("nothing", ["unnamed", 10.0, 10.0, "", False, 0, False, "", 0, True]),
        ("nan", ["SQL select", 10.0, 10.0, "", False, 0, False, "", 0, True]),
        ("endless", ["SQL select", 10.0, 10.0, "", False, 0, False, "", 0, True]),
        ("words", ["SQL select", 10.0, 10.0, "", False, 0, False, "", 0, True]),
    ],
)
def test_a_request_is_told_by_its_method_name_and_kind_of_failure(
    found: dict[str, list[object]], name: str, sample: list[object]
) -> None:
    """Its start is its end less the time that Locust measured; what is missing is no error."""
    assert found[name] == sample
