"""`siaga schema`: the JSON Schema of a scenario, for editors."""

import json

import typer

from siaga.faults.schema import fault_schema


def schema() -> None:
    """Print the JSON Schema of a scenario file."""
    typer.echo(json.dumps(fault_schema(), indent=2))
