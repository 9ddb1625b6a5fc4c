"""A KeptRoll: the same rows as a site, a file or a database would hold them, and what reads them."""

import csv
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from siaga.roll.adapter import adapter
from siaga.roll.entry import Roll
from siaga.scenario.roll_source import CsvSource, HttpSource, SqlSource
from tests.roll.listening_site import Answer, Site, body
from tests.roll.postgres import Postgres

KINDS = ("http", "pages", "csv", "sqlite", "postgres")
NAMES = ("person", "key", "seat", "at")
TIMES = {"at", "made", "account_at"}
SELECT = "SELECT * FROM held ORDER BY n"
TOKEN = "never-shown-7f3a"

Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRoll:
    """What keeps rolls.

    Attributes:
        kind: one of `KINDS`.
        folder: a place for files.
        serve: starts a site with its answers.
        postgres: gives the server; it is started only where it is asked for.
    """

    kind: str
    folder: Path
    serve: Callable[..., Site]
    postgres: Callable[[], Postgres]

    def of(self, rows: Sequence[Row], names: Sequence[str] = NAMES, **columns: Any) -> Roll:  # noqa: ANN401 - keys of a scenario
        """Keep rows under names of columns, and give the roll that a scenario with `columns` reads."""
        return getattr(self, f"_{self.kind}")(rows, names, columns)  # type: ignore[no-any-return]

    def _http(self, rows: Sequence[Row], names: Sequence[str], columns: Mapping[str, Any]) -> Roll:
        url = self.serve(body(_lines(rows, names))).url
        return _adapter(HttpSource(**columns), url)

    def _pages(self, rows: Sequence[Row], names: Sequence[str], columns: Mapping[str, Any]) -> Roll:
        return _adapter(
            HttpSource.model_validate({"next": "X-Next", **columns}), self.serve(paged(rows, names)).url
        )

    def _csv(self, rows: Sequence[Row], names: Sequence[str], columns: Mapping[str, Any]) -> Roll:
        path = self.folder / "roll.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([names, *rows])
        return _adapter(CsvSource(csv=str(path), **columns))

    def _sqlite(self, rows: Sequence[Row], names: Sequence[str], columns: Mapping[str, Any]) -> Roll:
        path = self.folder / "roll.db"
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(f"CREATE TABLE held (n INTEGER PRIMARY KEY, {', '.join(names)})")
            marks = ", ".join("?" * len(names))
            sql = f"INSERT INTO held ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - ours
            connection.executemany(sql, rows)
        return _adapter(SqlSource(sql=SELECT, dsn=f"sqlite:///{path}", **columns))

    def _postgres(self, rows: Sequence[Row], names: Sequence[str], columns: Mapping[str, Any]) -> Roll:
        server = self.postgres()
        typed = [f"{name} {'timestamptz' if name in TIMES else 'text'}" for name in names]
        server.run(
            f"DROP TABLE IF EXISTS held; CREATE TABLE held (n bigserial PRIMARY KEY, {', '.join(typed)})"
        )
        marks = ", ".join(f"${place}" for place in range(1, len(names) + 1))
        sql = f"INSERT INTO held ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - ours
        if rows:
            server.run(sql, *(_timed(row, names) for row in rows))
        environ = {"ROLL_DSN": server.dsn()}
        return _adapter(SqlSource(sql=SELECT, dsn="${ROLL_DSN}", **columns), environ=environ)


def paged(rows: Sequence[Row], names: Sequence[str] = NAMES) -> Answer:
    """Serve the rows some a page; the last page names no next one."""
    size = max(2, len(rows) // 50)

    def answer(request: BaseHTTPRequestHandler) -> None:
        """Answer with the page that begins where the address says."""
        start = int(parse_qs(urlsplit(request.path).query).get("from", ["0"])[0])
        end = start + size
        following = (("X-Next", f"/admin/roll?from={end}"),) if end < len(rows) else ()
        body(_lines(rows[start:end], names), headers=following)(request)

    return answer


def _adapter(
    source: HttpSource | CsvSource | SqlSource, url: str = "", environ: Mapping[str, str] | None = None
) -> Roll:
    return adapter(source, url=url, environ={"SITE_ADMIN_TOKEN": TOKEN, **(environ or {})})


def _lines(rows: Sequence[Row], names: Sequence[str]) -> bytes:
    objects = (dict(zip(names, row, strict=True)) for row in rows)
    return b"".join(json.dumps(one).encode() + b"\n" for one in objects)


def _timed(row: Row, names: Sequence[str]) -> tuple[object, ...]:
    """Give a row as PostgreSQL takes it, whose times are no texts."""
    return tuple(
        datetime.fromisoformat(value) if value and name in TIMES else value
        for name, value in zip(names, row, strict=True)
    )
