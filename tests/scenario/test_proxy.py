"""Claims about the proxy of visitors: named in the scenario, its secrets in the environment."""

from typing import Any

import pytest
from pydantic import ValidationError

from siaga.errors import UsageError
from siaga.scenario.proxy import Proxy
from siaga.scenario.traffic import Traffic

BASIC = {"name": "${NAME}", "password": "${PASSWORD}"}
ENVIRON = {"NAME": "sari", "PASSWORD": "kata sandi"}
CLOSED = {"closed": {"visitors": 1}, "phases": [{"name": "day", "for": "1 s"}]}


def _read(**given: Any) -> Proxy:  # noqa: ANN401 - as a scenario writes it
    return Proxy.model_validate({"url": "http://127.0.0.1:3128", **given})


def test_what_it_is_shown_is_looked_up() -> None:
    """The pair as a header has it, secret in both its forms; who asks nothing is shown nothing."""
    proxy = _read(basic=BASIC)
    assert proxy.authorization(ENVIRON) == "Basic c2FyaTprYXRhIHNhbmRp"
    assert set(proxy.secrets(ENVIRON)) == {"kata sandi", "c2FyaTprYXRhIHNhbmRp"}
    assert (_read().authorization({}), list(_read().secrets({}))) == ("", [])


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"NAME": "sari"}, "environment: PASSWORD is not set"),
        ({**ENVIRON, "NAME": "sa:ri"}, r"traffic\.proxy\.basic\.name: has a colon"),
    ],
)
def test_what_the_environment_lacks_is_told(environ: dict[str, str], told: str) -> None:
    """Before anything is sent."""
    with pytest.raises(UsageError, match=told):
        _read(basic=BASIC).authorization(environ)


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:3128",
        "https://127.0.0.1:3128",
        "socks5://127.0.0.1",
        "http://a:b@127.0.0.1",
        "http://a/b",
        "http://[::1:3128",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:0",
        "http://127.0.0.1:x",
        "http://:3128",
    ],
)
def test_what_is_no_address_of_a_proxy_in_the_clear_is_refused(url: str) -> None:
    """A password in it as well."""
    with pytest.raises(ValidationError):
        _read(url=url)


def test_a_closed_model_has_none() -> None:
    """The visitors of a stock Locust file have clients of their own."""
    assert Traffic.model_validate(CLOSED).proxy is None
    with pytest.raises(
        ValidationError, match="is of no use in a closed model, whose visitors are Locust"
    ):
        Traffic.model_validate({**CLOSED, "proxy": {"url": "http://127.0.0.1:3128"}})
