"""Claims about drafts of descriptions: typed steps, each called after what it needs."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from mock_site.pages.description import read_description
from siaga.draft.openapi_draft import OpenApiDraft, from_openapi
from siaga.draft.project import LOCUSTFILE, SCENARIO
from siaga.errors import UsageError
from siaga.scenario.load import loads

ID = {"name": "order_id", "in": "path", "required": True, "schema": {"type": "integer"}}
KEY = {"name": "class", "in": "query", "required": True, "schema": {"enum": ["a", "b"]}}

OTP = {"name": "otp", "in": "header", "required": True, "schema": {}}
MAIL = {"type": "object", "properties": {"email": {"type": "string"}}}
SEATS = {"type": ["array", "null"], "minItems": 1, "items": {"type": "integer", "minimum": 3}}


def answer(**properties: str) -> dict[str, Any]:
    """Describe an answer with properties of these types."""
    schema = {"type": "object", "properties": {key: {"type": kind} for key, kind in properties.items()}}
    return {"200": {"content": {"application/json": {"schema": schema}}}}


SHOP: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/orders/{order_id}/pay": {
            "post": {"parameters": [ID, KEY], "responses": answer(receipt="string")}
        },
        "/orders": {
            "post": {
                "operationId": "makeOrder",
                "summary": 'Order "now"\\.',
                "responses": answer(id="integer"),
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "allOf": [MAIL],
                                "required": ["email", "seats", "csrf-token"],
                                "properties": {
                                    "seats": SEATS,
                                    "csrf-token": {"type": "string"},
                                    "note": {"type": "string"},
                                },
                            }
                        }
                    }
                },
            }
        },
        "/session": {"get": {"responses": answer(**{"csrf-token": "string"})}},
        "/letters": {"post": {"parameters": [OTP]}},
        "/log-out": {"post": {"responses": {}}},
    },
}  # fmt: skip


def drafted(path: Path, content: object, **options: Any) -> OpenApiDraft:  # noqa: ANN401 - as `from_openapi`
    """Draft a description, and have Python and the scenario's loader read what came out."""
    path.write_text(json.dumps(content))
    draft = from_openapi(path, **options)
    ast.parse(draft.files[LOCUSTFILE])
    loads(draft.files[SCENARIO], "imported.yaml")
    return draft


def test_operations_are_called_after_those_that_hand_out_what_they_need(tmp_path: Path) -> None:
    """An order before its payment, a token before the order; what nobody hands out is not called."""
    draft = drafted(tmp_path / "shop.json", SHOP, acknowledges="POST /orders/{order_id}/pay")
    assert draft.titles == ["GET /session", "POST /orders", "POST /orders/{order_id}/pay"]
    assert draft.uncalled == {
        "POST /letters": "no other operation hands out otp",
        "POST /log-out": "is no part of a way",
    }
    text = draft.files[LOCUSTFILE]
    csrf = 'get_session_answer["csrf-token"]'
    assert (
        "    get_session_answer = get_session(me).json()\n"
        "    me.think(3)\n"
        "    make_order_answer = make_order(\n"
        "        me,\n"
        f'        body={{"email": me.person.email, "seats": [3], "csrf-token": {csrf}}},\n'
        "    ).json()\n"
        "    me.think(3)\n"
    ) in text
    assert 'order_id=make_order_answer["id"], class_="a"' in text


def test_each_operation_has_a_function_with_its_types(tmp_path: Path) -> None:
    """The acknowledged one makes a promise; names that Python does not take are written otherwise."""
    text = drafted(tmp_path / "a.json", SHOP, acknowledges="1").files[LOCUSTFILE]
    assert "def post_orders_order_id_pay(me: Visitor, *, order_id: int, class_: object) -> Kept:" in text
    assert 'Promise(person=me.person.email, receipt="receipt", expect=(200,))' in text
    assert "/pay?class={quote(str(class_), safe='')}\"" in text
    assert "`POST /orders`: Order 'now'/." in text
    assert 'MakeOrder = TypedDict("MakeOrder", {' in text
    assert '"note": NotRequired[str]' in text


def test_the_built_in_sites_own_description_is_walked_from_its_home_page_to_its_pages_for_members(
    tmp_path: Path,
) -> None:
    """What only a letter hands out is said to be missing."""
    draft = drafted(tmp_path / "site.json", read_description(), acknowledges="POST /waves/{wave}/join")
    assert draft.titles[:4] == ["GET /", "GET /announcements", "GET /announcements/{slug}", "GET /queue"]
    assert draft.uncalled["POST /accounts/verify-email"] == "no other operation hands out token"
    assert draft.uncalled["DELETE /admin/registrations/{registration_id}"] == "is no part of a way"
    text = draft.files[LOCUSTFILE]
    assert 'return me.get("/admin/roll", step="get-admin-roll", expect=(200,))' in text
    assert 'get_announcements_slug(me, slug=get_announcements_answer[0]["slug"])' in text
    assert 'wave=get_home_answer["wave"]' in text
    assert 'receipt="registration_id", expect=(201,)' in text
    assert '"file": document(me, "file")' in text


def test_the_acknowledged_operation_is_asked_for_or_named(tmp_path: Path) -> None:
    """By its title, its path or its place in the list; and there may be none."""
    path = tmp_path / "a.json"
    likely = ["POST /orders/{order_id}/pay", "POST /orders", "POST /letters", "POST /log-out"]
    assert drafted(path, SHOP).likeliest == likely
    assert drafted(path, SHOP).promised == ""
    assert (
        drafted(path, SHOP, asks=lambda titles: str(titles.index("POST /orders") + 1)).promised
        == "make-order"
    )
    assert drafted(path, SHOP, acknowledges="/orders").promised == "make-order"
    with pytest.raises(UsageError, match="no operation is called so; the description has POST /orders/"):
        drafted(path, SHOP, acknowledges="POST /x")


def test_a_yes_that_names_nothing_is_a_row_of_the_scenario(tmp_path: Path) -> None:
    """Its status is all there is."""
    scenario = drafted(tmp_path / "a.json", SHOP, acknowledges="POST /orders").files[SCENARIO]
    assert "outcomes:" not in scenario
    without = json.loads(json.dumps(SHOP))
    without["paths"]["/orders"]["post"]["responses"] = {"202": {"description": "taken"}}
    scenario = drafted(tmp_path / "a.json", without, acknowledges="POST /orders").files[SCENARIO]
    assert '"outcome": "ok", "status": 202, "step": "make-order"' in scenario


def test_schemas_that_hold_themselves_end(tmp_path: Path) -> None:
    """A tree is a tree of no great depth."""
    tree = {"type": "object", "required": ["inner"], "properties": {"inner": {"$ref": "#/tree"}}}
    content = {
        "openapi": "3.1.0",
        "tree": tree,
        "paths": {"/a": {"post": {"requestBody": {"content": {"application/json": {"schema": tree}}}}}},
    }
    assert "{}" in drafted(tmp_path / "a.json", content).files[LOCUSTFILE]


def test_references_inside_of_schemas_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    """All of them at once, wherever they stand: what they stood for would be made up."""
    gone, lost = {"$ref": "#/components/schemas/Gone"}, {"$ref": "other.yaml#/Lost"}
    body = {"type": "object", "required": ["a"], "properties": {"a": gone}}
    gives = {"type": "object", "properties": {"b": {"items": lost, "type": "array"}}}
    content = {
        "openapi": "3.1.0",
        "paths": {
            "/a": {
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": body}}},
                    "responses": {"200": {"content": {"application/json": {"schema": gives}}}},
                }
            }
        },
    }
    path = tmp_path / "a.json"
    with pytest.raises(UsageError) as raised:
        drafted(path, content)
    assert sorted(str(raised.value).splitlines()) == [
        f"{path}: #/components/schemas/Gone: leads nowhere in this file; bundle it into one first",
        f"{path}: other.yaml#/Lost: leads nowhere in this file; bundle it into one first",
    ]


def test_what_changes_something_is_called_and_what_removes_it_is_not(tmp_path: Path) -> None:
    """A function is written for each; what was promised and is gone would be lost for the audit."""
    order = {"type": "object", "required": ["note"], "properties": {"note": {"enum": ["a"]}}}
    body = {"content": {"application/merge-patch+json": {"schema": order}}}
    content = {
        "openapi": "3.1.0",
        "paths": {
            "/orders/{order_id}": {
                "patch": {"parameters": [ID], "requestBody": body},
                "delete": {"parameters": [ID], "responses": {"204": {"description": "gone"}}},
            },
            "/orders": {"post": {"responses": answer(id="integer")}},
        },
    }
    draft = drafted(tmp_path / "a.json", content)
    assert draft.titles == ["POST /orders", "PATCH /orders/{order_id}"]
    assert draft.uncalled == {"DELETE /orders/{order_id}": "takes away what the way has led to"}
    text = draft.files[LOCUSTFILE]
    assert 'headers={"Content-Type": "application/merge-patch+json"},\n        json=body' in text
    assert "return me.delete(" in text
