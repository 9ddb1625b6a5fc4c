"""What came of a cleaning, as a terminal shows it."""

from collections.abc import Sequence

from siaga.record.clean_record import CleanRecord


def tell(record: CleanRecord) -> Sequence[str]:
    """Say what came of a cleaning, a sentence a line."""
    asked = (
        f"{record.removed:,} of {record.found:,} rows of {record.run_id} were removed,"
        f" {record.gone:,} were gone already, {record.refused:,} were refused, {record.unsent:,} were"
        " not asked for"
    )
    lines = [asked]
    if record.stopped:
        lines.append(f"it stopped early: {record.stopped}")
    if record.left is None or record.vanished is None:
        lines.append(f"nothing is proven: {record.doubt}")
        return lines
    left = (
        "nothing of the run is left" if not record.left else f"{record.left:,} rows of the run are left"
    )
    gone = (
        f"all {record.others:,} rows of others are there"
        if not record.vanished
        else f"{record.vanished:,} of {record.others:,} rows of others are gone"
    )
    lines.append(f"by two readings of the roll {left}, and {gone}")
    for name, rows in record.shown.items():
        lines += [f"{name}: {', '.join(f'{key} {value}' for key, value in row.items())}" for row in rows]
    lines.append("that is proven" if record.proven else f"that is no proof{_why(record)}")
    return lines


def _why(record: CleanRecord) -> str:
    return f": {record.doubt}" if record.doubt else ""
