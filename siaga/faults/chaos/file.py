"""The File of an experiment: found beside the scenario, and put into it, so that a run holds it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml

from siaga.scenario.fault import BadDay, Harm
from siaga.scenario.model import Scenario

KIND = "chaos-experiment"
"""The kind of fault that names such a file."""

MOST_CHARACTERS = 100_000
"""A scenario holds it, which has a limit itself."""

Entry = TypeVar("Entry", bound=Harm)


def with_experiments(scenario: Scenario, folder: Path) -> Scenario:
    """Give a scenario with the experiments in it that it names, as their authors wrote them.

    One that cannot be read is left out, and is a problem of the fault that names it.

    Args:
        scenario: as it was written.
        folder: beside whose files it stands.
    """
    faults = tuple(_filled(one, folder) for one in scenario.faults)
    return scenario.model_copy(
        update={"faults": faults, "bad_day": _filled_day(scenario.bad_day, folder)}
    )


def parsed(file: str, content: str) -> Mapping[str, Any]:
    """Read an experiment.

    Args:
        file: its name, whose ending says whether it is JSON or YAML.
        content: what stands in it.

    Raises:
        ValueError: it is neither, or no mapping.
    """
    if not content:
        raise ValueError("cannot be read beside the scenario; name a file of JSON or YAML that can")
    if len(content) > MOST_CHARACTERS:
        raise ValueError(f"is {len(content):,} characters long; up to {MOST_CHARACTERS:,} are allowed")
    try:
        found = json.loads(content) if file.endswith(".json") else yaml.safe_load(content)
        # Dates are YAML's alone.
        plain = json.loads(json.dumps(found, default=str))
    except (ValueError, TypeError, yaml.YAMLError) as error:
        raise ValueError(f"is no experiment ({' '.join(str(error).split())}); JSON or YAML is") from None
    if not isinstance(plain, dict):
        raise ValueError("is no experiment; it has to be a mapping of keys")  # noqa: TRY004 - a file is wrong, no type
    return plain


def _filled_day(day: BadDay | None, folder: Path) -> BadDay | None:
    if day is None:
        return None
    return day.model_copy(update={"among": tuple(_filled(one, folder) for one in day.among)})


def _filled(entry: Entry, folder: Path) -> Entry:
    file = entry.settings.get("file")
    if entry.kind != KIND or entry.settings.get("content") or not isinstance(file, str):
        return entry
    try:
        content = (folder / file).read_text("utf-8")
    except (OSError, ValueError):
        return entry
    return entry.model_copy(update={"settings": {**entry.settings, "content": content}})
