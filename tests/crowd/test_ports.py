"""Claims about Locust's ports: nobody else reaches them, unless somebody says so and is warned."""

from argparse import Namespace

import pytest

from siaga.crowd.ports import exposed
from tests.crowd.locust_run import run_script

PARSED = """
from locust.argument_parser import parse_options

from siaga.crowd import plugin

for given in ([], ["--web-host", "*", "--master-bind-host", "10.0.0.1"]):
    options = parse_options(given)
    print("bound", options.master_bind_host, options.web_host)
"""


def test_both_ports_are_on_this_machine_unless_somebody_says_otherwise() -> None:
    """As Locust reads its command line with the plug-in."""
    told = [one for one in run_script(PARSED).splitlines() if one.startswith("bound ")]
    assert told == ["bound 127.0.0.1 127.0.0.1", "bound 10.0.0.1 *"]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.0.1"])
def test_nobody_is_warned_of_this_machine(host: str) -> None:
    """Nor of ports that are not open."""
    options = Namespace(master_bind_host=host, web_host=host, headless=False)
    assert list(exposed(options, is_master=True)) == []
    elsewhere = Namespace(master_bind_host="*", web_host="*", headless=True)
    assert list(exposed(elsewhere, is_master=False)) == []
    assert list(exposed(None, is_master=True)) == []


@pytest.mark.parametrize("host", ["*", "0.0.0.0", "10.0.0.1", "::", "example.test"])  # noqa: S104 - refused
def test_whoever_opens_a_port_to_others_is_told_what_they_can_do(host: str) -> None:
    """One warning a port."""
    options = Namespace(master_bind_host=host, web_host=host, headless=False)
    master, web = exposed(options, is_master=True)
    assert master.startswith(
        f"the master listens on {host}, without a password: whoever reaches its port"
    )
    assert web.endswith("whoever reaches its port can start and stop load")
    (only,) = exposed(Namespace(master_bind_host="*", web_host="", headless=False), is_master=False)
    assert only.startswith("the web interface is shown on *, without a password")
