"""A Migration: the numbered script that brings a store to a version from the one before."""

import secrets
from dataclasses import dataclass
from importlib import resources

from mock_site.errors import UsageError
from mock_site.store.statement import Statement

SCHEMA_VERSION = 7
SECRET_BYTES = 32
_SCRIPTS = "mock_site.store.migrations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """A script of one dialect.

    Attributes:
        version: that the store has afterwards.
        statements: of the script, in order.
    """

    version: int
    statements: tuple[str, ...]


def migrations(dialect: str, version: int) -> list[Migration]:
    """Give what a store of a version still needs, in order; of version 0, which is new, everything.

    Raises:
        UsageError: the version is newer than this site, or too old to be understood.
    """
    scripts = _scripts(dialect)
    oldest = scripts[0].version
    if version > SCHEMA_VERSION or 0 < version < oldest:
        raise UsageError(
            f"store: has schema version {version}; this site reads versions {oldest} to"
            f" {SCHEMA_VERSION}, give it another store"
        )
    return [script for script in scripts if script.version > version]


def first_rows(wave: str, quota: int, now_s: float) -> list[Statement]:
    """Give what a new store begins with: its secret and its wave."""
    return [
        Statement("INSERT INTO secrets VALUES ('session', $1)", (secrets.token_bytes(SECRET_BYTES),)),
        Statement("INSERT INTO waves VALUES ($1, $2, NULL, NULL)", (wave, quota)),
        Statement("INSERT INTO quotas (wave, at_s, quota) VALUES ($1, $2, $3)", (wave, now_s, quota)),
    ]


def _scripts(dialect: str) -> list[Migration]:
    found = [
        Migration(version=int(file.name.split(".")[0]), statements=_statements(file.read_text("utf-8")))
        for file in resources.files(_SCRIPTS).iterdir()
        if file.name.endswith(f".{dialect}.sql")
    ]
    return sorted(found, key=lambda script: script.version)


def _statements(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";\n") if part.strip())
