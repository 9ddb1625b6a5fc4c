"""`siaga prometheus`: write rules, alerts and a dashboard for a Prometheus and a Grafana."""

from pathlib import Path
from typing import Annotated

import typer

from siaga.cli.typed_quantity import typed_quantity
from siaga.new_files import write_new
from siaga.observe.exporter import ADDRESS, PORT
from siaga.observe.monitoring import Monitoring
from siaga.scenario.quantity import duration_s, ratio


def prometheus(
    folder: Annotated[Path, typer.Argument(help="Folder to write into; nothing is overwritten.")],
    window: Annotated[str, typer.Option(help="How long registration is open.")] = "117 h",
    availability: Annotated[
        str, typer.Option(help="Share of the requests that may not end in an error.")
    ] = "99.9 %",
    latency: Annotated[str, typer.Option(help="What 99 of 100 requests may take at most.")] = "1.5 s",
    site: Annotated[str, typer.Option(help="Host and port of the site's metrics.")] = "127.0.0.1:8080",
    exporter: Annotated[str, typer.Option(help="Host and port of siaga's.")] = f"{ADDRESS}:{PORT}",
    every: Annotated[str, typer.Option(help="Time between two scrapes.")] = "2 s",
) -> None:
    """Write prometheus.yml, rules.yml and dashboard.json."""
    monitoring = Monitoring(
        window_s=typed_quantity("--window", duration_s, window),
        availability=typed_quantity("--availability", ratio, availability),
        latency_s=typed_quantity("--latency", duration_s, latency),
        site=site,
        exporter=exporter,
        every_s=typed_quantity("--every", duration_s, every),
    )
    for path in write_new(folder, monitoring.files()):
        typer.echo(str(path))
