"""The Answer of an activity of Chaos Toolkit: whether it is done, and how that is told."""

import json
from collections.abc import Mapping
from typing import Any

LONGEST = 80
"""Characters of an answer that are told; the whole of it may be a page."""

_ERRORS_FROM = 400


def name(activity: Mapping[str, Any]) -> str:
    """Give what its author calls an activity."""
    return str(activity.get("name") or activity.get("ref") or "nameless")


def done(activity: Mapping[str, Any], output: object) -> bool:
    """Tell whether an answer says that an activity did what it was to do.

    Chaos Toolkit takes any exit code and any status of HTTP for a success; that an action or a rollback
    ended with an error is none here.
    """
    provider = activity.get("provider", {}).get("type")
    status = output.get("status") if isinstance(output, Mapping) else None
    if provider == "process":
        return status == 0
    if provider == "http":
        return isinstance(status, int) and status < _ERRORS_FROM
    return True


def told(output: object) -> str:
    """Give an answer in a line."""
    if isinstance(output, Mapping) and "stdout" in output:
        said = output["stdout"].strip() or output.get("stderr", "").strip()
        return shortened(f"exit code {output['status']} {said}")
    if isinstance(output, Mapping) and "body" in output:
        return f"status {output['status']}"
    return "done" if output is None else shortened(json.dumps(output, default=str))


def shortened(text: str) -> str:
    """Give a text in one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
