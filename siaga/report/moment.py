"""A moment as people read it: date and time of day in UTC."""

from datetime import UTC, datetime


def moment(stamp: str) -> str:
    """Write an ISO 8601 stamp as "2023-11-14 22:13:18 UTC"; anything else is shown as it is.

    A stamp without an offset is taken for UTC.
    """
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    in_utc = at.astimezone(UTC) if at.tzinfo else at
    return f"{in_utc:%Y-%m-%d %H:%M:%S} UTC"
