"""A Part of a scenario: frozen, each key described, an unknown key an error."""

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any, TypeVar

from annotated_types import Ge, Gt, Le
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from siaga.scenario.attribute_docs import attribute_docs
from siaga.scenario.problem import Problem, refuse

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Text = Annotated[str, Field(min_length=1)]
Flag = Annotated[bool, Field(strict=True)]
Seed = Annotated[int, Field(strict=True, ge=0, lt=2**63)]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
"""A whole number; `true` and `"3"` are none, though Python would take them for one."""

Parts = TypeVar("Parts", bound=Iterable["Part"])


class Part(BaseModel):
    """A part of a scenario."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        # A part is mostly read as part of another, which has it built along with itself.
        defer_build=True,
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, describe: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        """Describe the part with what stands below its keys in the code, and with their own limits.

        A quantity's description hides those.
        """
        schema = describe(core)
        properties = describe.resolve_ref_schema(schema)["properties"]
        docs = cls._docs()
        for name, field in cls.model_fields.items():
            told = properties[field.alias or name]
            if name in docs:
                told.setdefault("description", docs[name])
            if "number" in told.get("type", ()):
                told.update(_limits(field.metadata))
        return schema

    @classmethod
    def _docs(cls) -> dict[str, str]:
        """Give what stands below the keys, those of the classes that it is made of included."""
        parts = [one for one in reversed(cls.__mro__) if issubclass(one, Part)]
        return {name: text for one in parts for name, text in attribute_docs(one).items()}


def _limits(metadata: Iterable[Any]) -> dict[str, float]:
    """Give the tightest limits among those of a field and of the quantity that it is."""
    found: dict[str, float] = {}
    for one in metadata:
        for key, limit, tighter in _limits_of(one):
            found[key] = tighter(limit, found.get(key, limit))
    return found


def _limits_of(rule: object) -> Iterator[tuple[str, float, Callable[[float, float], float]]]:
    """Give the limit that a rule sets, as JSON Schema calls it, and which of two is the tighter one."""
    for kind, name, key, tighter in (
        (Le, "le", "maximum", min),
        (Ge, "ge", "minimum", max),
        (Gt, "gt", "exclusiveMinimum", max),
    ):
        if isinstance(rule, kind):
            yield key, getattr(rule, name), tighter


def _at_least_one(parts: Parts) -> Parts:
    if not any(True for _ in parts):
        refuse([Problem(text="is empty; at least one is needed")])
    return parts


SOME = AfterValidator(_at_least_one)
"""The rule that a list is not empty.

Pydantic's own `min_length` counts only parts that are sound, and would tell of a list with one broken
part that it is empty, too.
"""

SOME_IN_SCHEMA = Field(json_schema_extra={"minItems": 1})


def distinct(key: str, written: str = "") -> AfterValidator:
    """Give the rule that no two parts of a list have the same `key`, which files may write otherwise."""

    def validate(parts: Parts) -> Parts:
        names = [getattr(part, key) for part in parts]
        refuse(
            [
                Problem(place=(place, written or key), text=f"{name!r} stands twice; names must differ")
                for place, name in enumerate(names)
                if name in names[:place]
            ]
        )
        return parts

    return AfterValidator(validate)


def distinct_texts(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a list of texts in which one stands twice."""
    if len(set(texts)) < len(texts):
        refuse([Problem(text=f"names {texts!r}; each once is allowed")])
    return texts
