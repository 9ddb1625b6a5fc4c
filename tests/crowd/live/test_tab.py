"""Claims about the tab: Locust's page leads to siaga's, and is else as it was."""

from typing import Any

from flask import Blueprint, Flask

from siaga.crowd.live.tab import LINK, add_link, add_tab

PAGE = "<html><body><div id=root></div><p>&lt;body></p></body></html>"


def test_the_tab_stands_beside_those_that_are_there() -> None:
    """Another plug-in may have added some."""
    args: dict[str, Any] = {}
    add_tab(args)
    assert args == {"extended_tabs": [{"title": "siaga", "key": "siaga"}]}
    args = {"extended_tabs": [{"title": "Other", "key": "other"}], "state": "ready"}
    add_tab(args)
    assert [one["key"] for one in args["extended_tabs"]] == ["other", "siaga"]
    assert args["state"] == "ready"


def test_a_link_stands_above_locusts_own_page_and_nowhere_else() -> None:
    """It is there before there are any tabs."""
    app = Flask(__name__)
    made = Blueprint("siaga", __name__)
    add_link(made)
    app.register_blueprint(made)
    app.add_url_rule("/", "locust.index", lambda: PAGE)
    app.add_url_rule("/other", "locust.other", lambda: PAGE)
    app.add_url_rule("/broken", "locust.broken", lambda: ("<body>", 500))
    client = app.test_client()
    assert client.get("/").get_data(as_text=True) == PAGE.replace("<body>", f"<body>{LINK}", 1)
    assert client.get("/other").get_data(as_text=True) == PAGE
    assert 'href="siaga/"' in LINK
