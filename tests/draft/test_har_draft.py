"""Claims about drafts of recordings: what answers handed out is read, and nothing private is written."""

import re
from collections.abc import Sequence
from typing import Any

import pytest

from siaga.draft.har_draft import HarDraft
from siaga.draft.project import LOCUSTFILE
from siaga.errors import UsageError
from tests.draft.drafted import drafted
from tests.draft.recorded import call, entry, page

FORM = """<form action="/other"><input name="q"></form>
<form action="/register" method="post"><input type="hidden" name="csrf" value="tok-83jfKs0wLq77xR">
<input name="email" type="email"><input name="fullName"><input name="note" value="none">
<select name="size"><option value="">-</option><option value="s-1">S</option>
<option value="m-2">M</option></select>
<input type="radio" name="diet" value="vegan"><input type="radio" name="diet" value="any">
<input type="checkbox" name="news" value="1" checked><button name="go" value="now">Go</button></form>"""


def journey(draft: HarDraft) -> str:
    """Give the steps, as they stand in the journey."""
    body = draft.files[LOCUSTFILE].partition('"""Walk the recorded way."""\n')[2]
    return body.partition("\n\n\n")[0]


def test_a_form_is_read_from_its_page_and_filled_in_by_another_person() -> None:
    """Unseen fields go along, lists are chosen from by place, and what the page had is left."""
    sent = [
        ("csrf", "tok-83jfKs0wLq77xR"),
        ("email", "anna@larsson.se"),
        ("fullName", "Anna Larsson"),
        ("note", "none"),
        ("size", "m-2"),
        ("diet", "vegan"),
        ("go", "now"),
    ]
    draft = drafted(
        [
            page("/register", FORM),
            entry("/register", form=sent, status=303, location="/thanks", at_s=10.1),
            page("/thanks", at_s=10.2),
        ],
        acknowledges="POST /register",
    )
    assert journey(draft) == (
        '    register_page = me.get("/register", step="register")\n'
        "    me.think(10)\n"
        '    form = form_of(register_page, field="email")\n'
        '    wanted = Promise(person=me.person.email, receipt="receipt", reads=said)\n'
        "    me.promise(\n"
        "        form.action,\n"
        '        step="send-register",\n'
        "        promise=wanted,\n"
        "        form=form.filled({\n"
        '            "email": me.person.email,\n'
        '            "fullName": me.person.name,\n'
        '            "size": form.choices["size"][2],\n'
        '            "diet": "vegan",\n'
        '            "go": "now",\n'
        '            "news": None,\n'
        "        }),\n"
        "    )"
    )


SESSION = "eyJhbGciOiJIUzI1NiJ9.e30.sig"


@pytest.mark.parametrize(
    ("answers", "asks", "lines"),
    [
        (
            call("/api/orders", {"order": {"id": 7}, "list": [{"code": "R-2231-AA"}]}),
            call("/api/orders/7", sends={"deep": [{"ref": "R-2231-AA"}]}),
            [
                'order_id = orders_answer.json()["order"]["id"]',
                'ref = orders_answer.json()["list"][0]["code"]',
                "f\"/api/orders/{quote(str(order_id), safe='')}\"",
                'json={"deep": [{"ref": str(ref)}]}',
            ],
        ),
        (
            page("/", '<meta name="csrf-token" content="Zk93jfKs0wLq77xR">'),
            call("/api", sends={}, headers={"X-CSRF-Token": "Zk93jfKs0wLq77xR"}),
            ['csrf_token = meta(home_page, "csrf-token")', '"X-Csrf-Token": csrf_token'],
        ),
        (
            page("/", answered=[("Set-Cookie", "XSRF-TOKEN=eyJpdiI6IjE%3D; Path=/")]),
            call("/api", sends={}, headers={"X-XSRF-TOKEN": "eyJpdiI6IjE="}),
            ['xsrf_token = unquote(cookie(me, "XSRF-TOKEN"))', '"X-Xsrf-Token": xsrf_token'],
        ),
        (
            page("/", answered=[("X-Nonce", "q8Zk2LmPw91v")]),
            page("/next?nonce=q8Zk2LmPw91v"),
            ['nonce = home_page.headers["x-nonce"]', "f\"/next?nonce={quote(str(nonce), safe='')}\""],
        ),
        (
            page("/", '<a href="/orders/8831/pay?key=a1b2c3d4">pay</a>'),
            page("/orders/8831/pay?key=a1b2c3d4"),
            [
                'order_id = linked(home_page, r"/orders/([^/?#]+)/pay")',
                r'key = linked(home_page, r"/orders/[^/?#]+/pay\?(?:.*&)?key=([^&#]+)")',
            ],
        ),
        (
            page("/", '<script>var apiNonce = "q8Zk2LmPw91vXt";</script>'),
            call("/api", sends={"nonce": "q8Zk2LmPw91vXt"}),
            ['nonce = found(home_page, "apiNonce")', 'json={"nonce": nonce}'],
        ),
        (
            page("/", '<form><input type="hidden" name="state" value="s-83jfKs0wLq"></form>'),
            call("/api", sends={"state": "s-83jfKs0wLq"}),
            ['state = field(home_page, "state")'],
        ),
        (
            call("/session", {"token": SESSION}, sends={"email": "anna@larsson.se"}),
            call("/me", headers={"Authorization": f"Bearer {SESSION}"}),
            ['token = send_session_answer.json()["token"]', '"Authorization": "Bearer " + str(token)'],
        ),
        (
            page("/start?ticket=9a8b7c6d"),
            call("/api", sends={"ticket": "9a8b7c6d"}),
            ["SITE_TICKET"],
        ),
    ],
)
def test_what_an_answer_handed_out_is_read_from_it_wherever_it_stood(
    answers: dict[str, Any], asks: dict[str, Any], lines: Sequence[str]
) -> None:
    """JSON, heads of pages, cookies, headers, links, scripts, unseen fields; sent anywhere.

    What was sent before any answer had it was not handed out.
    """
    asks["startedDateTime"] = "2026-11-29T12:00:05+00:00"
    text = drafted([answers, asks]).files[LOCUSTFILE]
    if lines == ["SITE_TICKET"]:
        assert "asked(" not in text
    else:
        assert [line for line in lines if line not in text] == []


def test_a_redirect_hands_out_what_stands_in_its_address() -> None:
    """The visitor's browser follows it, and the journey reads where it led."""
    text = drafted(
        [
            call("/cart", sends={}, status=302, location="/cart/k8Zm21?sid=77ab88cd"),
            page("/cart/k8Zm21?sid=77ab88cd", at_s=0.1),
            call("/cart/k8Zm21/pay", sends={"sid": "77ab88cd"}, at_s=9),
        ]
    ).files[LOCUSTFILE]
    assert "cart_id = part(send_cart_page, 2)" in text
    assert 'sid = asked(send_cart_page, "sid")' in text


def test_short_values_are_the_same_by_chance_unless_both_sides_call_them_the_same() -> None:
    """One is everywhere; and what a person typed and the site repeats was not handed out."""
    shown = {"count": 3, "version": 4, "seats": [{"id": 5}], "ok": True, "echo": "none"}
    text = drafted(
        [
            call("/api/state", shown),
            call(
                "/api/other/3", {"name": "Anna"}, sends={"version": 4, "size": 3, "seat_id": 5}, at_s=1
            ),
            call("/api/more", sends={"name": "Anna"}, at_s=2),
        ]
    ).files[LOCUSTFILE]
    assert re.findall(r"^    (\w+) = state_answer\.json\(\)(.*)$", text, re.MULTILINE) == [
        ("version", '["version"]'),
        ("seat_id", '["seats"][0]["id"]'),
    ]
    assert '"/api/other/3"' in text
    assert '"size": 3' in text
    assert text.count("me.person.name") == 1


def test_pauses_of_several_recordings_are_a_median_and_a_spread() -> None:
    """The first recording is the way; all of them tell how long people wait."""
    ways = [[page("/"), page("/next", at_s=0.1 + pause_s)] for pause_s in (2, 4, 8)]
    assert "me.think(4, sigma=0.69)\n" in drafted(*ways).files[LOCUSTFILE]
    assert "me.think(2)\n" in drafted(ways[0]).files[LOCUSTFILE]


def test_uploads_carry_something_made_up() -> None:
    """Of a file only the field and the kind are known."""
    upload = entry("/documents", method="POST")
    upload["request"]["postData"] = {
        "mimeType": "multipart/form-data; boundary=x",
        "params": [
            {"name": "scan", "fileName": "anna.jpg", "contentType": "image/jpeg"},
            {"name": "letter", "fileName": "anna.pdf", "contentType": "application/pdf"},
        ],
    }
    text = drafted([page("/"), upload]).files[LOCUSTFILE]
    assert 'files={"scan": picture(me, "scan"), "letter": document(me, "letter")}' in text
    assert "anna" not in text


def test_whoever_sits_at_the_terminal_is_asked_for_the_acknowledged_step() -> None:
    """The likeliest is first; an answer may be its number, or none."""
    asked: list[Sequence[str]] = []
    way = [page("/"), call("/log-in", {}, sends={}), call("/waves/17/join", {"id": "R1"}, sends={})]

    def second(titles: Sequence[str]) -> str:
        asked.append(titles)
        return "2"

    assert drafted(way, asks=second).journey.promised == "send-log-in"
    assert asked == [["POST /waves/…/join", "POST /log-in"]]
    assert drafted(way, asks=lambda _: "").journey.vow is None
    assert drafted(way, acknowledges="1", asks=second).journey.promised == "send-waves-join"
    assert len(asked) == 1


def test_a_number_that_was_not_shown_picks_nothing() -> None:
    """A step that is walked twice is shown once."""
    way = [call(path, {}, sends={}) for path in ("/log-in", "/waves/1/join", "/waves/1/join")]
    assert list(drafted(way).likeliest) == ["POST /waves/…/join", "POST /log-in"]
    with pytest.raises(UsageError, match="--acknowledges: no step is called so"):
        drafted(way, acknowledges="3")


def test_a_recording_of_which_nothing_can_be_played_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It names what there is; and a recording of a whole day is none of one way."""
    with pytest.raises(
        UsageError, match=r"has no answered request to https://a.example; it has requests to"
    ):
        drafted([page("/")], site="https://A.example/")
    monkeypatch.setattr("siaga.draft.har_draft.MOST_STEPS", 1)
    with pytest.raises(UsageError, match="has 2 steps; up to 1 are allowed"):
        drafted([page("/"), page("/b")])


def test_numbers_of_json_are_numbers_again_and_never_the_recorded_ones() -> None:
    """A postcode, a telephone, an amount, what is no whole number; a single digit may stand."""
    sends = {
        "postcode": 22100,
        "phone": 46701234567,
        "full_name": 4711,
        "amount": 129.95,
        "large": 1e30,
        "odd": float("inf"),
        "children": 3,
        "agreed": True,
    }
    text = drafted([page("/"), call("/api", sends=sends)]).files[LOCUSTFILE]
    assert (
        "        json={\n"
        '            "postcode": 10110,\n'
        '            "phone": int(me.person.phone),\n'
        '            "full_name": number(me, "full_name", digits=3),\n'
        '            "amount": number(me, "amount", digits=3),\n'
        '            "large": number(me, "large", digits=3),\n'
        '            "odd": number(me, "odd", digits=3),\n'
        '            "children": 3,\n'
        '            "agreed": True,\n'
        "        },\n"
    ) in text


def test_what_was_changed_and_removed_is_changed_and_removed_again() -> None:
    """Each method is a step of its own name; a kind of JSON that sites tell from JSON goes along."""
    change = call("/orders/71", {}, method="PATCH", sends={"state": "open"}, at_s=1)
    change["request"]["postData"]["mimeType"] = "application/merge-patch+json"
    way = [
        call("/orders", {"id": 71}, sends={}),
        change,
        call("/orders/71", {}, method="PUT", sends={}, at_s=2),
        entry("/orders/71", method="DELETE", status=204, resource="fetch", at_s=3),
    ]
    order = "f\"/orders/{quote(str(order_id), safe='')}\""
    assert journey(drafted(way)) == (
        '    send_orders_answer = me.post("/orders", step="send-orders", json={})\n'
        "    me.think(0.9)\n"
        '    order_id = send_orders_answer.json()["id"]\n'
        "    me.patch(\n"
        f"        {order},\n"
        '        step="patch-orders",\n'
        '        json={"state": "open"},\n'
        '        headers={"Content-Type": "application/merge-patch+json"},\n'
        "    )\n"
        "    me.think(0.9)\n"
        f'    me.put({order}, step="put-orders", json={{}})\n'
        "    me.think(0.9)\n"
        f'    me.delete({order}, step="delete-orders")'
    )
