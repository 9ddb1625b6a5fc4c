"""The Adapter of a roll: the one that reads what a scenario names."""

from collections.abc import Mapping

from siaga.roll.csv_roll import CsvRoll
from siaga.roll.entry import Roll
from siaga.roll.http_roll import HttpRoll
from siaga.scenario.roll_source import CsvSource, HttpSource, SqlSource
from siaga.sender import Sender


def adapter(
    source: HttpSource | CsvSource | SqlSource,
    *,
    url: str,
    environ: Mapping[str, str],
    since_s: float | None = None,
    sender: Sender | None = None,
) -> Roll:
    """Give the roll of a source.

    Args:
        source: where it is, and which columns mean what.
        url: base URL of the site.
        environ: where secrets are looked up.
        since_s: Unix seconds; what was exported before is too old. None: any export will do.
        sender: whose requests they are, and where they may go.

    Raises:
        UsageError: a secret is not set, or cannot be used.
    """
    if isinstance(source, CsvSource):
        return CsvRoll(source, since_s)
    if isinstance(source, SqlSource):
        from siaga.roll.sql_roll import SqlRoll  # noqa: PLC0415 - few rolls are in a database

        return SqlRoll(source, environ)
    return HttpRoll(url, source, environ, sender)
