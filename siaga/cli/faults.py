"""`siaga faults`: the faults that a scenario can name, and what each has to know."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from siaga.errors import UsageError
from siaga.faults.catalog import KINDS, stranger
from siaga.faults.kind import FaultKind, Lasting

_SAMPLE_S = "10 s"


def faults(
    kind: Annotated[str, typer.Argument(help="Show what one kind has to know; else list all.")] = "",
) -> None:
    """List the faults that can harm a site, or describe one of them."""
    if not kind:
        Console().print(_listing())
    elif kind in KINDS:
        typer.echo("\n".join(_description(KINDS[kind])))
    else:
        raise UsageError(f"fault: {stranger(kind)}")


def _listing() -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("kind", "what it does", "targets"):
        table.add_column(head, overflow="fold")
    for name, kind in KINDS.items():
        table.add_row(name, kind.summary, ", ".join(kind.targets))
    return table


def _description(kind: FaultKind[Any]) -> Iterator[str]:
    """Give a kind line by line: what it does, an entry of a scenario, and what its `with` may say."""
    yield f"{kind.name}: {kind.summary}."
    yield f"  targets  {', '.join(kind.targets)}"
    lasts = kind.lasting is Lasting.A_WHILE
    yield f"  lasts    {'as long as `for` says' if lasts else 'a moment; it takes no `for`'}"
    yield f"  harms    {_whom(kind)}"
    schema = kind.settings.model_json_schema(by_alias=True)
    needed = schema.get("required", [])
    for key, said in schema.get("properties", {}).items():
        default = "has to be given" if key in needed else f"{said.get('default')} unless it is given"
        description = " ".join(str(said.get("description", "")).split())
        yield f"  with.{key}: {description} ({default})"
    length = f", for: {_SAMPLE_S}" if lasts else ""
    settings = f", with: {{{kind.example}}}" if kind.example else ""
    yield "In a scenario:"
    yield (
        f"  faults:\n    - {{kind: {kind.name}, target: {kind.targets[0]},"
        f" at: rush + 5 s{length}{settings}}}"
    )


def _whom(kind: FaultKind[Any]) -> str:
    """Say which sites a kind can harm."""
    if kind.anywhere:
        return "any site"
    return f"a site that siaga starts itself{'; the way to any site' if kind.proxied else ''}"
