"""Claims about descriptions: what of OpenAPI is read, and every problem of a file at once."""

import json
from pathlib import Path
from typing import Any

import pytest

from siaga.draft import description
from siaga.draft.description import Description, Operation, Parameter, description_of
from siaga.errors import UsageError

REFERENCE = {"$ref": "#/components/schemas/Order"}
SHOP: dict[str, Any] = {
    "openapi": "3.0.3",
    "paths": {
        "/orders/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "get": {
                "operationId": "oneOrder",
                "summary": "One\n order",
                "responses": {
                    "200": {"content": {"application/json": {"schema": REFERENCE}}},
                    "404": {"description": "none"},
                },
            },
            "head": {"responses": {}},
            "delete": {"responses": {204: {"description": "gone"}}},
            "patch": {
                "requestBody": {"content": {"application/merge-patch+json": {"schema": REFERENCE}}}
            },
        },
        "/orders": {
            "post": {
                "requestBody": {"$ref": "#/components/requestBodies/New"},
                "responses": {201: {"description": "made"}},
            }
        },
    },
    "components": {
        "parameters": {"Id": {"name": "id", "in": "path", "schema": {"type": "integer"}}},
        "schemas": {"Order": {"type": "object", "properties": {"id": {"type": "integer"}}}},
        "requestBodies": {
            "New": {"content": {"application/json": {"schema": REFERENCE}}}
        },
    },
}  # fmt: skip

ID = Parameter(name="id", place="path", required=True, schema={"type": "integer"})
ORDER = SHOP["components"]["schemas"]["Order"]
OPERATIONS = (
    Operation(
        method="get",
        path="/orders/{id}",
        called="oneOrder",
        summary="One order",
        parameters=(ID,),
        body={},
        statuses=(200,),
        gives=ORDER,
        speaks_json=True,
    ),
    Operation(
        method="patch",
        path="/orders/{id}",
        parameters=(ID,),
        shape="json",
        kind="application/merge-patch+json",
        body=ORDER,
        named="Order",
        gives={},
    ),
    Operation(
        method="delete",
        path="/orders/{id}",
        parameters=(ID,),
        body={},
        statuses=(204,),
        gives={},
    ),
    Operation(
        method="post",
        path="/orders",
        shape="json",
        body=ORDER,
        named="Order",
        statuses=(201,),
        gives={},
    ),
)


def test_operations_are_read_with_their_references_resolved() -> None:
    """Parameters of a path count for each of its operations; what a journey does not send is counted."""
    found = Description(SHOP, "shop.json")
    assert found.operations == OPERATIONS
    assert found.left_out == 1


def test_json_and_yaml_are_read_alike(tmp_path: Path) -> None:
    """YAML has numbers for statuses."""
    text = "openapi: 3.1.0\npaths: {/a: {get: {responses: {200: {description: yes}}}}}\n"
    (tmp_path / "a.yaml").write_text(text)
    (tmp_path / "a.json").write_text(json.dumps(SHOP))
    assert description_of(tmp_path / "a.yaml").operations[0].statuses == (200,)
    assert len(description_of(tmp_path / "a.json").operations) == 4


BROKEN = """
openapi: 3.0.0
paths:
  /a: {get: 1, post: {requestBody: {$ref: 'b.yaml#/c'}}}
  /b: {get: {parameters: [{$ref: '#/gone'}]}}
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1]", ["openapi: is none of 3.0 or 3.1; those are allowed"]),
        ("swagger: '2.0'", ["openapi: is none of 3.0 or 3.1; those are allowed"]),
        ("openapi: 3.0.0", ["paths: is missing; a description has it"]),
        (
            "openapi: 3.0.0\npaths: {}",
            ["paths: has no operation that a journey sends; get, post, put, patch and delete are"],
        ),
        (
            BROKEN,
            [
                "paths./a.get: is no mapping; an operation is one",
                "b.yaml#/c: leads nowhere in this file; bundle it into one first",
                "#/gone: leads nowhere in this file; bundle it into one first",
            ],
        ),
    ],
)
def test_every_problem_of_a_description_is_told(tmp_path: Path, text: str, said: list[str]) -> None:
    """All of them at once."""
    path = tmp_path / "a.yaml"
    path.write_text(text)
    with pytest.raises(UsageError) as raised:
        description_of(path)
    assert str(raised.value).splitlines() == [f"{path}: {one}" for one in said]


def test_what_is_no_text_of_openapi_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken, nested to harm, too long, or with more than anybody walks."""
    path = tmp_path / "a.yaml"
    path.write_text("a: [1\nb: 2")
    with pytest.raises(UsageError, match=r"a.yaml:2: is neither JSON nor YAML"):
        description_of(path)
    path.write_text("a: 2020-13-45")
    with pytest.raises(UsageError, match="holds itself, or what is no value; that is no OpenAPI"):
        description_of(path)
    monkeypatch.setattr(description, "MOST_OPERATIONS", 1)
    with pytest.raises(UsageError, match="has more than 1 operations"):
        Description(SHOP, "shop.json")
    monkeypatch.setattr(description, "MOST_BYTES", 10)
    with pytest.raises(UsageError, match="is longer than 10 bytes"):
        description_of(path)


@pytest.mark.parametrize("closed", [0, 1])
def test_a_text_nested_to_harm_is_refused(tmp_path: Path, closed: int) -> None:
    """Libyaml would compose it by a recursion that ends the process."""
    path = tmp_path / "a.json"
    path.write_text("[" * 100_000 + "]" * 100_000 * closed)
    with pytest.raises(UsageError) as raised:
        description_of(path)
    assert str(raised.value) == f"{path}: is nested too deep; up to 50 levels are allowed"


def test_references_that_lead_to_each_other_end() -> None:
    """Nobody waits for them."""
    circle = {"$ref": "#/x"}
    content = {"openapi": "3.1.0", "x": circle, "paths": {"/a": {"get": {"parameters": [circle]}}}}
    assert Description(content, "a").operations[0].parameters == ()
