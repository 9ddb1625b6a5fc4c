"""The Persons of a scenario: of which country its people are, where it is not Indonesia."""

from typing import Annotated

from pydantic import Field

from siaga.scenario.part import Part


class Persons(Part):
    """People of another country: a locale for their names, a rule for their numbers."""

    locale: Annotated[str, Field(pattern=r"^[a-z]{2,3}_[A-Z]{2}$")]
    """Locale of Faker, of which their names are."""

    id_rule: Annotated[
        str,
        Field(alias="id-rule", pattern=r"^([a-z][a-z0-9-]*|[^:]+\.py:[A-Za-z_][A-Za-z0-9_]*)$"),
    ]
    """Rule of their numbers: one of siaga's, or `FILE.py:OBJECT` of a file beside the scenario."""

    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    """SHA-256 of that file, by which workers know theirs for the same; a resolved scenario has it."""
