"""Claims about the page: it shows the newest run, also a finished one, and obeys nobody but itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from siaga.crowd.live.page import View, page
from siaga.crowd.live.seal import Seal
from siaga.record.hand import HEAL, HandOrder
from siaga.record.run_folder import RunFolder
from tests.crowd.live.played import Played, run_at

TOKEN = "the-token-of-a-test"
HERE = "http://127.0.0.1:8089"
SHOWN = '<div class="now" data-stage="sending" data-run="one"><p>&lt;rush&gt;</p></div>'


def _unlocked(view: View) -> View:
    return view


def _client(played: Played, guard: Callable[[View], View] = _unlocked, prefix: str = "") -> FlaskClient:
    app = Flask(__name__)
    app.add_url_rule("/stop", "locust.stop", lambda: "stopped", methods=["POST"])
    app.register_blueprint(page(played.desk(), Seal("127.0.0.1", TOKEN), guard, prefix))
    return app.test_client()


@pytest.fixture
def played(tmp_path: Path) -> Played:
    """A master that plays a run of which there is something to see."""
    folder = run_at(tmp_path / "run")
    folder.live_page.parent.mkdir()
    folder.live_page.write_text(SHOWN, encoding="utf-8")
    return Played(folder=folder)


def _folder(played: Played) -> RunFolder:
    assert played.folder is not None
    return played.folder


def test_the_whole_page_says_something_without_a_script(played: Played) -> None:
    """What there is to see stands in it, and so do the buttons; it comes anew by itself."""
    answer = _client(played).get("/siaga/", base_url=HERE)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert SHOWN in text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in text
    assert text.count(f'name="token" value="{TOKEN}"') == 3
    assert 'value="start"' not in text
    assert '<option value="1">kill of worker, planned at evening</option>' in text
    assert " style=" not in text
    played.may_start, played.harms = True, False
    text = _client(played).get("/siaga/", base_url=HERE).get_data(as_text=True)
    assert 'value="start"' in text
    assert "<option" not in text


def test_a_page_needs_nothing_from_elsewhere(played: Played) -> None:
    """Everything comes from this process, and no other site may show or read it."""
    client = _client(played)
    policy = client.get("/siaga/", base_url=HERE).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    for name in ("live.js", "live.css", "tab.js"):
        answer = client.get(f"/siaga/asset/{name}", base_url=HERE)
        assert answer.status_code == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "://" not in answer.get_data(as_text=True)
    assert client.get("/siaga/asset/page.py", base_url=HERE).status_code == 404


def test_what_is_new_comes_every_second_and_what_is_not_does_not(played: Played) -> None:
    """A browser that has it already is told so, without the text."""
    client = _client(played)
    first = client.get("/siaga/now", base_url=HERE)
    assert first.get_data(as_text=True) == SHOWN
    again = {"If-None-Match": first.headers["ETag"]}
    known = client.get("/siaga/now", base_url=HERE, headers=again)
    assert (known.status_code, known.data) == (304, b"")
    _folder(played).live_page.write_text("new", encoding="utf-8")
    assert client.get("/siaga/now", base_url=HERE, headers=again).data == b"new"


@pytest.mark.parametrize("there", [True, False])
def test_before_there_is_anything_to_see_the_page_says_that(tmp_path: Path, *, there: bool) -> None:
    """Before the first run, and while it is being prepared."""
    played = Played(folder=run_at(tmp_path / "run") if there else None)
    answer = _client(played).get("/siaga/now", base_url=HERE)
    assert "There is no run yet." in answer.get_data(as_text=True)


def test_the_report_of_a_run_that_is_over_is_served(played: Played) -> None:
    """As if by another site, so that nothing that it quotes can press a button; not before."""
    folder, client = _folder(played), _client(played)
    folder.report.write_text("<h1>GO</h1>", encoding="utf-8")
    early = client.get("/siaga/run/report.html", base_url=HERE)
    assert (early.status_code, early.get_data(as_text=True)[:4]) == (404, "run:")
    folder.verdict.write_text("{}", encoding="utf-8")
    report = client.get("/siaga/run/report.html", base_url=HERE, buffered=True)
    assert report.get_data(as_text=True) == "<h1>GO</h1>"
    assert report.headers["Content-Security-Policy"].startswith("sandbox allow-scripts")
    (folder.path.parent / "secret").write_text("secret", encoding="utf-8")
    for path in ("../secret", "%2e%2e/secret", "none"):
        assert client.get(f"/siaga/run/{path}", base_url=HERE).status_code == 404


@pytest.mark.parametrize(
    ("path", "form", "done"),
    [
        ("press", {"press": "start"}, ["start"]),
        ("press", {"press": "stop", "sure": "yes"}, ["by hand", "stop"]),
    ],
)
def test_a_button_of_the_page_does_what_it_says(
    played: Played, path: str, form: dict[str, str], done: list[str]
) -> None:
    """And leads back to the page."""
    played.may_start = True
    answer = _client(played).post(f"/siaga/{path}", base_url=HERE, data={**form, "token": TOKEN})
    assert (answer.status_code, answer.headers["Location"]) == (303, "./")
    assert played.done == done


def test_the_kill_switch_makes_the_kill_file(played: Played) -> None:
    """Only with a tick beside it."""
    client, form = _client(played), {"press": "kill", "token": TOKEN}
    unsure = client.post("/siaga/press", base_url=HERE, data=form)
    assert (unsure.status_code, _folder(played).kill_file.exists()) == (400, False)
    client.post("/siaga/press", base_url=HERE, data={**form, "sure": "yes"})
    assert _folder(played).kill_file.exists()


def test_a_fault_is_ordered_by_hand(played: Played) -> None:
    """What cannot be ordered is refused with the reason."""
    client, form = _client(played), {"fault": "1", "does": HEAL, "token": TOKEN}
    assert client.post("/siaga/harm", base_url=HERE, data=form).status_code == 303
    assert list(HandOrder.all_of(_folder(played).hand_orders)) == [HandOrder(fault=1, does=HEAL)]
    for wrong in ({"fault": "7"}, {"fault": "x"}, {"does": "stop"}):
        assert client.post("/siaga/harm", base_url=HERE, data={**form, **wrong}).status_code == 400


@pytest.mark.parametrize("path", ["press", "harm"])
@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("", {}),
        ("another", {}),
        (TOKEN, {"Origin": "http://evil.test"}),
        (TOKEN, {"Sec-Fetch-Site": "cross-site"}),
        (TOKEN, {"Host": "evil.test"}),
    ],
    ids=["no-token", "wrong-token", "other-origin", "other-site", "other-name"],
)
def test_nobody_else_presses_a_button(
    played: Played, path: str, token: str, headers: dict[str, str]
) -> None:
    """Nothing is done."""
    played.may_start = True
    form = {"press": "start", "fault": "0", "does": HEAL, "token": token}
    answer = _client(played).post(f"/siaga/{path}", base_url=HERE, data=form, headers=headers)
    assert answer.status_code == 403
    assert (played.done, _folder(played).hand_orders.exists()) == ([], False)


def test_a_button_is_pressed_by_nothing_but_a_form(played: Played) -> None:
    """A link or a picture asks with GET; a button that is none is refused."""
    client = _client(played)
    assert client.get("/siaga/press", base_url=HERE).status_code == 405
    form = {"press": "reboot", "sure": "yes", "token": TOKEN}
    assert client.post("/siaga/press", base_url=HERE, data=form).status_code == 400
    assert played.done == []


@pytest.mark.parametrize("path", ["", "now", "run/report.html", "asset/live.js"])
def test_another_site_may_not_read_the_page(played: Played, path: str) -> None:
    """Locust lets every site read its answers, and the page holds the token."""
    answer = _client(played).get(f"/siaga/{path}", base_url=HERE, headers={"Origin": "http://evil.test"})
    assert answer.status_code == 403
    assert TOKEN not in answer.get_data(as_text=True)


def test_who_stops_the_run_in_locusts_own_page_is_noted(played: Played) -> None:
    """It is somebody's hand all the same; a browser that only asks whether it may has no hand."""
    _client(played).options("/stop", base_url=HERE)
    assert played.done == []
    assert _client(played).post("/stop", base_url=HERE).data == b"stopped"
    assert played.done == ["by hand"]


def test_the_page_stands_below_locusts_path_and_behind_its_log_in(played: Played) -> None:
    """Whatever shows or does something; what it is drawn with is no secret."""

    def locked(_view: View) -> View:
        return lambda **_given: ("log in first", 401)

    client = _client(played, locked, "/load")
    for path in ("", "now", "run/report.html"):
        assert client.get(f"/load/siaga/{path}", base_url=HERE).status_code == 401
    for path in ("press", "harm"):
        assert client.post(f"/load/siaga/{path}", base_url=HERE).status_code == 401
    assert client.get("/load/siaga/asset/live.css", base_url=HERE).status_code == 200
