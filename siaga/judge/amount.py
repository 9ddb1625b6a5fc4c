"""An amount as people read it: three significant digits, its unit beside it, unknown said in words."""

import math

UNKNOWN = "unknown"
NEVER = "never"
"""How long somebody waits who is never served."""
DECIMALS = 6
"""Most decimals of a percentage; beyond them a ratio shows as 0 % or 100 %."""
SECONDS_FROM = 0.9995
"""From here on milliseconds would be written as 1,000 ms."""


def count(number: float) -> str:
    """Write a whole number with thousands set apart: 10,000."""
    return f"{number:,.0f}"


def number(value: float) -> str:
    """Write any number: whole ones whole, others to three significant digits, never as 1e+03."""
    if not math.isfinite(value):
        return UNKNOWN
    if float(value).is_integer():
        return count(value)
    decimals = max(2 - math.floor(math.log10(abs(value))), 0)
    return _without_zeros(f"{value:,.{decimals}f}")


def seconds(value_s: float | None) -> str:
    """Write a latency: milliseconds below one second, seconds from there on, an infinite one as never.

    None is unknown.
    """
    if value_s == math.inf:
        return NEVER
    if value_s is None or not math.isfinite(value_s):
        return UNKNOWN
    if abs(value_s) < SECONDS_FROM:
        return f"{number(value_s * 1000)} ms"
    return f"{number(value_s)} s"


def duration(value_s: float) -> str:
    """Write a length of time in hours, minutes and seconds: 3 min, 1 h 2 min 5 s."""
    whole = round(value_s)
    if whole == 0:
        return seconds(value_s)
    parts = ((whole // 3600, "h"), (whole % 3600 // 60, "min"), (whole % 60, "s"))
    return " ".join(f"{many} {unit}" for many, unit in parts if many)


def clock(at_s: float) -> str:
    """Write run seconds as minutes and seconds: 1:05."""
    return f"{int(at_s) // 60}:{int(at_s) % 60:02d}"


def share(ratio: float | None) -> str:
    """Write a ratio in percent, with up to six decimals where it would else look like 0 % or 100 %."""
    if ratio is None or not math.isfinite(ratio):
        return UNKNOWN
    decimals = 2
    while decimals < DECIMALS and round(ratio * 100, decimals) in {0.0, 100.0}:
        decimals += 1
    return f"{_without_zeros(f'{ratio * 100:,.{decimals}f}')} %"


def amount(value: float | None, unit: str) -> str:
    """Write a value of an objective in its unit: "s", "ratio", "per_s", "count" or another."""
    if value is None:
        return UNKNOWN
    if unit == "s":
        return seconds(value)
    if unit == "ratio":
        return share(value)
    if unit == "per_s":
        return f"{number(value)}/s"
    return number(value) if unit in {"count", ""} else f"{number(value)} {unit}"


def _without_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
