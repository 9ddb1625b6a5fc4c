"""The Bundle: the scenarios and Locust files that siaga brings along, in a wheel or a checkout."""

from pathlib import Path

from siaga.errors import UsageError

_PACKAGE = Path(__file__).parent

SHOWN = 200
"""Characters of a name that are shown where it may have any number."""


def folder(kind: str) -> Path:
    """Give the folder of a kind, "scenarios" or "locustfiles".

    A wheel carries them inside the package; in a checkout they stand beside it.
    """
    inside = _PACKAGE / "bundled" / kind
    return inside if inside.is_dir() else _PACKAGE.parent / kind


def scenario(named: str) -> Path:
    """Find a scenario: a file, or the bare name of one that siaga brings along.

    Raises:
        UsageError: there is neither.
    """
    path = Path(named)
    if is_file(path, f"scenario {named[:SHOWN]!r}"):
        return path
    known = {one.stem: one for one in sorted(folder("scenarios").glob("*.yaml"))}
    if named in known:
        return known[named]
    wrong = "is a folder; name a file in it" if path.is_dir() else "does not exist; name a file"
    raise UsageError(f"scenario {named[:SHOWN]!r}: {wrong}, or one of {', '.join(known)}")


def locustfile(named: str, beside: Path) -> Path:
    """Find a Locust file: beside the scenario, in locustfiles/ next to its folder, or brought along.

    Args:
        named: path or file name, as the scenario gives it.
        beside: folder of the scenario.

    Raises:
        UsageError: there is none.
    """
    home = beside.resolve()  # the parent of `.` would be `.`
    places = (home, home.parent / "locustfiles", Path.cwd(), folder("locustfiles"))
    for place in places:
        if is_file(place / named, f"locustfile {named[:SHOWN]!r}"):
            return (place / named).resolve()
    looked = ", ".join(dict.fromkeys(str(place) for place in places))
    raise UsageError(f"locustfile {named!r}: is in none of {looked}; put it there")


def is_file(path: Path, what: str, other: str = "file") -> bool:
    """Tell whether there is a file.

    Args:
        path: where.
        what: was asked for, as the error says it.
        other: what the error asks for instead.

    Raises:
        UsageError: nobody can tell: its folder may not be looked into, or its name is too long.
    """
    try:
        return path.is_file()
    except OSError as error:
        raise UsageError(
            f"{what}: cannot be looked at ({error.strerror}); name another {other}"
        ) from None
