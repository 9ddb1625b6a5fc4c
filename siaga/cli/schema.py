"""`siaga schema`: the JSON Schema of a scenario, for editors."""

import json

import typer

from siaga.scenario.schema import json_schema


def schema() -> None:
    """Print the JSON Schema of a scenario file."""
    typer.echo(json.dumps(json_schema(), indent=2))
