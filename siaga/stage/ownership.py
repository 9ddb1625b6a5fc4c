"""The Ownership of a site: whoever has it attacked to its ruin says by name that it is theirs."""

from collections.abc import Callable
from urllib.parse import urlsplit

from siaga.abuse.catalogue import destructive
from siaga.errors import RefusedError
from siaga.scenario.model import Scenario


def refuse_strangers(
    scenario: Scenario, url: str, i_own: str, ask: Callable[[str], str] | None = None
) -> None:
    """Refuse destructive cases against a site that nobody has said to be theirs.

    Args:
        scenario: with its cases of abuse.
        url: base URL of the site; empty for the built-in one, which is siaga's own.
        i_own: host that somebody says to own; empty: none.
        ask: asks for it where it was not said; None: nobody is there to be asked.

    Raises:
        RefusedError: the site is another one.
    """
    cases = list(dict.fromkeys(destructive(scenario))) if url else []
    if not cases:
        return
    host, told = urlsplit(url).hostname or "", f"{', '.join(cases)} may leave a site that serves nobody"
    said = i_own or (ask(_question(url, told)) if ask is not None else "")
    if said.lower() != host:
        why = f"{said!r} is another host" if said else "nobody has said whose it is"
        way = f"say --i-own {host}, or --siaga-i-own {host} to plain locust, if it is yours to break"
        raise RefusedError(f"host {url}: {told}, and {why}; {way}")


def _question(url: str, told: str) -> str:
    return f"{told}. They would be sent to {url}.\nIs it yours to break? Type the name of its host: "
