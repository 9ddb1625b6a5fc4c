"""The Schema of a scenario file: what people may write in it, for editors, as JSON Schema."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode
from pydantic_core import CoreSchema
from pydantic_core.core_schema import ModelField

from siaga.scenario.model import Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class PlainGenerator(GenerateJsonSchema):
    """Pydantic's own generator, naming its dialect and leaving out titles that repeat the keys."""

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> dict[str, Any]:
        """Generate the schema with its dialect in front."""
        return {"$schema": DIALECT, **super().generate(schema, mode)}

    def field_title_should_be_set(self, schema: CoreSchema | ModelField) -> bool:
        """Set none: a title that is the key again would hide the key's description."""
        del schema
        return False


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of a scenario file, as it is written: keys with dashes, values with units."""
    return Scenario.model_json_schema(by_alias=True, schema_generator=PlainGenerator)
