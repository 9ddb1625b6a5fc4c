"""Claims about the store that the site is told to use: whether a way leads to it, and where."""

import pytest

from siaga.stage.store import Store

DATABASE = "postgresql://site@db.test:6000/site?application_name=site"


@pytest.mark.parametrize(
    ("arguments", "url"),
    [
        ((), "sqlite:////s/site.db"),
        (("--processes", "2", "--store"), "sqlite:////s/site.db"),
        (("--store", DATABASE, "--processes", "2"), DATABASE),
        ((f"--store={DATABASE}",), DATABASE),
        (("--store", "sqlite:///a", f"--store={DATABASE}", "--store", "sqlite:///b"), "sqlite:///b"),
    ],
)
def test_the_last_store_that_is_named_counts(arguments: tuple[str, ...], url: str) -> None:
    """As the site takes it."""
    assert Store.of(arguments, "sqlite:////s/site.db").url == url


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (DATABASE, "db.test:6000"),
        ("postgres://db.test/site", "db.test:5432"),
        ("postgresql://site@[::1]:6000/site", "[::1]:6000"),
        ("postgresql://site@/site?host=/run/postgresql", ""),
        ("postgresql://db.test/site?port=6000", ""),
        ("postgresql://a.test:1,b.test:2/site", ""),
        ("postgresql://db.test:port/site", ""),
        ("postgresql+embedded:///folder", ""),
        ("sqlite:///site.db", ""),
        ("", ""),
    ],
)
def test_there_is_a_way_to_a_database_at_one_address(url: str, address: str) -> None:
    """Files and sockets have none, and of several addresses nobody knows which is taken."""
    assert Store(url=url).address == address


@pytest.mark.parametrize(
    ("url", "path"), [("sqlite:////s/site.db", "/s/site.db"), (DATABASE, ""), ("", "")]
)
def test_a_file_has_a_path(url: str, path: str) -> None:
    """And nothing else has."""
    assert Store(url=url).path == path


@pytest.mark.parametrize(
    ("url", "by"),
    [
        (DATABASE, "postgresql://site@127.0.0.1:4711/site?application_name=site"),
        ("postgresql://db.test/site", "postgresql://127.0.0.1:4711/site"),
    ],
)
def test_only_its_address_is_another_by_a_proxy(url: str, by: str) -> None:
    """Account, database and options stay."""
    assert Store(url=url).by("127.0.0.1:4711") == by
