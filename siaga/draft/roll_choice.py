"""The RollChoice: how somebody says in one line where the site's roll is read."""

import re

from siaga.errors import UsageError

NONE = "none"
_QUERY = re.compile(r"(select|with)\s", re.IGNORECASE)


def roll_of(text: str) -> dict[str, object] | None:
    """Read where the roll is.

    Args:
        text: a path of the site that answers with JSON lines, a CSV file, or a query for the database
            whose address is in ROLL_DSN; empty or `none`: there is no roll.

    Returns:
        What `site.roll` says in a scenario; None without a roll.

    Raises:
        UsageError: it is neither.
    """
    said = text.strip()
    unsaid: dict[str, object] = {"operation": None, "seat": None, "at": None}
    if said.lower() in {"", NONE}:
        return None
    if said.startswith("/"):
        return {"path": said, "token": "${SITE_ADMIN_TOKEN}", "person": "person", **unsaid}
    if _QUERY.match(said):
        return {"sql": said, "dsn": "${ROLL_DSN}", "person": "person", **unsaid}
    if said.lower().endswith(".csv"):
        return {"csv": said, "person": "person", **unsaid}
    raise UsageError(
        f"--roll {said[:200]!r}: is no roll; a path such as /admin/roll, a file that ends in .csv,"
        f" a SELECT, or {NONE} is allowed"
    )
