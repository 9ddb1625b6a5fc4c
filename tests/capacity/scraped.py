"""What a site showed at each scrape, as a Glass."""

from pathlib import Path

from siaga.capacity.glass import Glass
from siaga.observe.page_reader import PageReader
from siaga.observe.series import SeriesLog, read


def glass(
    path: Path,
    *pages: str,
    cores: int | None = 1,
    processes: int | None = 1,
    most_admitted_per_s: float | None = None,
    connections: int | None = None,
) -> Glass:
    """Give what one page a second said, from second 0 on; the hold begins with second 1."""
    log = SeriesLog(path / "site.jsonl")
    for second, page in enumerate(pages):
        lines = "\n".join(line.strip() for line in page.splitlines())
        log.append(100.0 + second, up=True, samples=PageReader().samples(f"{lines}\n"))
    log.close()
    return Glass(
        series=read(path / "site.jsonl", 100.0),
        during=range(1, len(pages)),
        cores=cores,
        processes=processes,
        most_admitted_per_s=most_admitted_per_s,
        connections=connections,
    )
