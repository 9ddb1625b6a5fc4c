"""A source: a file of the run folder that numbers of the report come from, and can be looked up in."""

from siaga.record.run_folder import RunFolder

WRITTEN = frozenset({"verdict.json", "timeline.csv", "junit.xml", "summary.md"})
"""What stands beside the report whenever it does."""

LISTED = ("ledger", "roll", "evidence", "latency", "metrics", "faults", "baseline")


def sources(folder: RunFolder) -> frozenset[str]:
    """Give the paths there are, from the run folder on; those of folders end in a slash."""
    files = {one.name for one in folder.path.glob("*") if one.is_file()}
    within = {f"{name}/" for name in LISTED if any((folder.path / name).glob("*"))}
    below = {
        one.relative_to(folder.path).as_posix()
        for name in LISTED
        for one in (folder.path / name).glob("*")
        if one.is_file()
    }
    return WRITTEN | files | within | below
