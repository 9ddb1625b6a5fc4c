"""The Ownership of a site: whoever has it attacked to its ruin says by name that it is theirs."""

from urllib.parse import urlsplit

from siaga.abuse.catalogue import destructive
from siaga.errors import RefusedError
from siaga.scenario.model import Scenario


def refuse_strangers(scenario: Scenario, url: str, i_own: str) -> None:
    """Refuse destructive cases against a site that nobody has said to be theirs.

    Args:
        scenario: with its cases of abuse.
        url: base URL of the site; empty for the built-in one, which is siaga's own.
        i_own: host that somebody says to own; empty: none.

    Raises:
        RefusedError: the site is another one.
    """
    cases = destructive(scenario) if url else []
    host = urlsplit(url).hostname or ""
    if cases and i_own.lower() != host:
        said = f"and not {i_own!r}" if i_own else "and nobody has said whose it is"
        raise RefusedError(
            f"host {url}: {', '.join(cases)} may leave a site that serves nobody, {said};"
            f" say --i-own {host} if it is yours to break"
        )
