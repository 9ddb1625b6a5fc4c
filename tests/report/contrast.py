"""The contrast of two colours by the formula of WCAG 2.2, and the colours of the style sheet."""

import re
from collections.abc import Mapping

SHADES = 255
KNEE = 0.04045
RULE = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})\b")


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours such as "#1a2b3c", 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / SHADES) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= KNEE else float(((share + 0.055) / 1.055) ** 2.4)


def colours(style: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Give the colours of a style sheet by name, light and dark; dark ones are light where unnamed."""
    light, dark = (
        dict(RULE.findall(part))
        for part in style.partition("@media screen and (prefers-color-scheme: dark)")[::2]
    )
    return light, {**light, **dark}


def too_faint(palette: Mapping[str, str], pairs: Mapping[tuple[str, str], float]) -> list[str]:
    """Give the pairs of a palette that have less contrast than is asked of them, in words."""
    found = {pair: contrast(palette[pair[0]], palette[pair[1]]) for pair in pairs}
    return [
        f"{front} on {back}: {found[front, back]:.2f}, {least} is asked for"
        for (front, back), least in pairs.items()
        if found[front, back] < least
    ]
