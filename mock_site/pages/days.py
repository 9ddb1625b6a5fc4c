"""Days: the calendar day of an instant, in Western Indonesia Time."""

import datetime as dt

# Western Indonesia Time has no summer time; a fixed offset needs no time zone files.
WIB = dt.timezone(dt.timedelta(hours=7), "WIB")


def today(now_s: float) -> dt.date:
    """Give the day in Jakarta at a time in Unix seconds."""
    return dt.datetime.fromtimestamp(now_s, WIB).date()


def moment(at_s: float) -> str:
    """Write a time in Unix seconds as a clock in Jakarta shows it."""
    return dt.datetime.fromtimestamp(at_s, WIB).strftime("%d-%m-%Y %H:%M:%S WIB")
