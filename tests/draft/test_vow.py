"""Claims about vows: which step is likeliest the acknowledged one, and how its answer says yes."""

from typing import Any

import pytest

from siaga.draft.discretion import Discretion
from siaga.draft.exchange import exchange_of
from siaga.draft.har import Entry
from siaga.draft.visit import Step, visit_of
from siaga.draft.vow import Vow, candidates, chosen, picked, vow_of
from siaga.errors import UsageError
from tests.draft.recorded import call, entry, page

MAY = Discretion((), ())
WHY = "In the recording such an answer was a yes; it names nothing that was granted."
LED = (
    '{"receipt": arrived[1]} if (arrived := re.match(r"/registrations/([^/?#]+)", answer.path)) else {}'
)


def steps(*entries: dict[str, Any]) -> list[Step]:
    """Give the steps of entries."""
    found = [exchange_of(Entry.model_validate(one)) for one in entries]
    return list(visit_of([one for one in found if one is not None]).steps)


def test_the_likeliest_step_comes_first() -> None:
    """What registers before what merely sends; logging in comes last."""
    found = steps(
        page("/"),
        call("/sessions", {}, sends={}),
        call("/profile", {}, sends={}),
        call("/registrations", {}, sends={}),
        call("/waves/1/join", {}, sends={}),
        call("/profile", {}, sends={}, method="PUT"),
    )
    assert candidates(found) == [4, 3, 2, 1]


def test_a_step_is_named_by_method_and_path_or_by_path_alone() -> None:
    """Of several that are called so, the last."""
    found = steps(page("/"), call("/waves/1/join", {}, sends={}), call("/waves/1/join", {}, sends={}))
    titles = ["GET /", "POST /waves/…/join", "POST /waves/…/join"]
    for wanted in ("POST /waves/1/join", "/waves/1/join", "POST /waves/…/join"):
        assert chosen(found, wanted, titles) == 2
    for wanted in ("POST /", "GET /", "1", "2"):
        with pytest.raises(
            UsageError, match=r"no step is called so; the recording has POST /waves/…/join$"
        ):
            chosen(found, wanted, titles)


@pytest.mark.parametrize(
    ("wanted", "title"), [("1", "POST /b"), ("2", "POST /a"), ("3", "3"), ("0", "0"), ("/a", "/a")]
)
def test_a_title_is_picked_by_its_number_in_the_list_that_was_shown(wanted: str, title: str) -> None:
    """A number that the list does not have picks nothing."""
    assert picked(wanted, ["POST /b", "POST /a"]) == title


@pytest.mark.parametrize(
    ("answer", "vow"),
    [
        ({"state": "ok", "registrationId": "R1", "order": {"id": 1}}, Vow(receipt="registrationId")),
        (
            {"ok": True, "orders": [{"id": 7}]},
            Vow(receipt="receipt", reads='{"receipt": answer.json()["orders"][0]["id"]}'),
        ),
        (
            {"ok": True},
            Vow(
                row={
                    "step": "join",
                    "status": 200,
                    "outcome": "ok",
                    "why": WHY,
                }
            ),
        ),
    ],
)
def test_a_yes_in_json_names_what_was_granted_or_its_status_is_the_yes(answer: object, vow: Vow) -> None:
    """What is near the top is taken first."""
    assert vow_of(steps(call("/join", answer, sends={}))[0], "join", MAY) == vow


@pytest.mark.parametrize(
    ("arrives", "reads", "receipt"),
    [
        ("/registrations/8831", LED, "receipt"),
        ("/thank-you", '{"said": "yes" if re.match(r"/thank-you([?]|$)", answer.path) else "no"}', ""),
        ("/join", '{"said": "nothing that the import understood"}', ""),
        ("/8831", '{"said": "nothing that the import understood"}', ""),
    ],
)  # fmt: skip
def test_a_yes_on_a_page_is_where_it_leads(arrives: str, reads: str, receipt: str) -> None:
    """A page that shows the form again under its own address says nothing that can be told."""
    found = steps(
        entry("/join", form=[("a", "1")], status=303, location=arrives), page(arrives, at_s=0.1)
    )
    vow = vow_of(found[0], "join", MAY)
    assert (vow.reads, vow.receipt, vow.sure) == (reads, receipt, "nothing" not in reads)
    assert (vow.row is not None) == (arrives == "/thank-you")
