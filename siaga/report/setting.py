"""A setting: one thing that a run was played with, written so that two runs can be held together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from siaga.judge.amount import number
from siaga.record.run_record import RunRecord
from siaga.scenario.model import Scenario

NONE = "none"
DIGEST = 12
"""How many letters of a checksum are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One thing of two runs.

    Attributes:
        name: what it is.
        before: what it was in the earlier run.
        after: what it is in the later run.
    """

    name: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether the runs differ in it."""
        return self.before != self.after


def played_with(run: RunRecord) -> Mapping[str, str]:
    """Give what a run was played with, by name: what it was sent to, by what, and made of what."""
    return {
        "site": "built-in" if run.owned_site else run.host,
        "site arguments": " ".join(run.site_arguments) or NONE,
        "proxy": run.via or NONE,
        "scale": number(run.scale),
        "time scale": number(run.time_scale),
        "workers": number(run.workers),
        "cores": number(run.cores) if run.cores else "not recorded",
        "Locust file": run.locustfile_digest[:DIGEST] or "not recorded",
        **{f"version of {name}": version for name, version in sorted(run.versions.items())},
    }


def settings(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Setting, ...]:
    """Hold two runs together, in the order of the later one; what only the earlier has comes last."""
    names = [*after, *(name for name in before if name not in after)]
    return tuple(
        Setting(name=name, before=before.get(name, NONE), after=after.get(name, NONE)) for name in names
    )


def scenario_settings(before: Scenario, after: Scenario) -> tuple[Setting, ...]:
    """Give the keys in which two scenarios differ, in the order of the later one."""
    first, second = (dict(_leaves(one.model_dump(mode="json"), "")) for one in (before, after))
    return tuple(one for one in settings(first, second) if one.differs)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON value
    """Give every value that holds no others, by its path: "traffic.phases.0.rate"."""
    pairs = enumerate(value) if isinstance(value, list) else value.items() if _is_map(value) else None
    if pairs is None:
        yield path, NONE if value is None else str(value)
        return
    for key, inner in pairs:
        yield from _leaves(inner, f"{path}.{key}" if path else str(key))


def _is_map(value: object) -> bool:
    return isinstance(value, dict)
