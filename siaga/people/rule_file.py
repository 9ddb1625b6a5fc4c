"""The RuleFile: a Python file of somebody's own that an id rule is taken from."""

import runpy
from collections.abc import Iterable
from pathlib import Path

from siaga.people.id_rule import IdRule, RuleError, checked, formed
from siaga.people.shipped_rules import SHIPPED
from siaga.record.file_digest import FileDigest

_RUN_NAME = "siaga_id_rule"


def split(name: str) -> tuple[str, str]:
    """Give file and object of `FILE.py:OBJECT`; of a shipped rule, its name and nothing."""
    file, _, thing = name.rpartition(":")
    return (file, thing) if file else (name, "")


def tried_rule(name: str, folder: Path) -> IdRule:
    """Give a rule that has been tried with a sample of people.

    Args:
        name: of a shipped rule, or `FILE.py:OBJECT`.
        folder: that the file is in.

    Raises:
        RuleError: there is no such rule, or it does not do what it has to.
    """
    file, thing = split(name)
    return checked(_read(folder / file, thing) if thing else _shipped(name))


def same_rule(name: str, sha256: str, folders: Iterable[Path]) -> IdRule:
    """Give the rule that a run was prepared with, which was tried then.

    Args:
        name: of a shipped rule, or `FILE.py:OBJECT`.
        sha256: of the file.
        folders: where it may be.

    Raises:
        RuleError: it is not there, or another file is.
    """
    file, thing = split(name)
    if not thing:
        return formed(_shipped(name))
    if (path := FileDigest.found(sha256, (folder / file for folder in folders))) is not None:
        return formed(_read(path, thing))
    raise RuleError(
        f"{file}: the file of the run (SHA-256 {sha256[:12]}…) is not here;"
        " put it beside the Locust file"
    )


def _shipped(name: str) -> IdRule:
    if name not in SHIPPED:
        known = ", ".join(SHIPPED)
        raise RuleError(f"{name!r} is no rule; {known} or FILE.py:OBJECT is allowed")
    return SHIPPED[name]


def _read(path: Path, thing: str) -> object:
    if not path.is_file():
        raise RuleError(f"{path}: does not exist; put it beside the scenario")
    try:
        names = runpy.run_path(str(path), run_name=_RUN_NAME)
    except (Exception, SystemExit) as error:
        raise RuleError(
            f"{path}: cannot be read ({type(error).__name__}: {error}); it has to be sound Python"
        ) from error
    if thing not in names:
        raise RuleError(f"{path}: has no {thing}; name a class or an object that it has")
    return names[thing]
