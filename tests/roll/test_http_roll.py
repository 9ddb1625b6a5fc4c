"""Claims about the HTTP roll: what it reads, and that half a roll is never taken for a whole one."""

import gzip
import json
import socket
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.errors import UsageError
from siaga.roll.entry import Entry, RollError
from siaga.roll.http_roll import LINE_LIMIT_BYTES, HttpRoll
from siaga.scenario.roll_source import HttpSource
from tests.roll.listening_site import Site, body, chunks
from tests.stage.test_question import dripping

TOKEN = "never-shown-7f3a"
ENVIRON = {"SITE_ADMIN_TOKEN": TOKEN}
LINE = b'{"person":"ana","key":"k1","seat":1,"at":1800000000.5}\n'
ANA = Entry(person="ana", operation="k1", seat="1", at_s=1_800_000_000.5)

Serve = Callable[..., Site]


def read(url: str, columns: HttpSource | None = None, environ: dict[str, str] = ENVIRON) -> list[Entry]:
    """Read a roll to its end."""
    return list(HttpRoll(url, columns or HttpSource(), environ).entries())


def test_a_roll_is_read_in_the_order_in_which_it_is_served(serve: Serve) -> None:
    """Times as numbers or ISO 8601, columns by the names that the scenario gives, no seat, no time."""
    rows = [
        {"nik": 3201, "op": "k1", "no": 7, "when": "2027-01-15T08:00:00+00:00"},
        {"nik": "budi", "op": None, "when": "2027-01-15T15:00:00.500+07:00", "more": [1]},
        {"nik": "citra", "op": "k3", "no": "8", "when": "2027-01-15T08:00:01"},
    ]
    content = b"\r\n\n".join(json.dumps(row).encode() for row in rows)
    site = serve(body(content))
    columns = HttpSource(path="/rolls/1", person="nik", operation="op", seat="no", at="when")
    assert read(f"{site.url}/", columns) == [
        Entry(person="3201", operation="k1", seat="7", at_s=1_800_000_000.0),
        Entry(person="budi", operation=None, seat=None, at_s=1_800_000_000.5),
        Entry(person="citra", operation="k3", seat="8", at_s=1_800_000_001.0),
    ]
    assert site.asked == [("/rolls/1", f"Bearer {TOKEN}")]


def test_an_empty_roll_has_no_entries(serve: Serve) -> None:
    """Nobody has joined, which is an answer."""
    assert read(serve(body(b"")).url) == []


def test_a_long_roll_is_read_over_the_borders_of_its_portions(serve: Serve) -> None:
    """10,000 entries, packed or not."""
    content = b"".join(b'{"person":"p%d"}\n' % number for number in range(10_000))
    packed = (("Content-Encoding", "gzip"),)
    for answer in (body(content), body(gzip.compress(content), headers=packed)):
        assert [one.person for one in read(serve(answer).url)] == [f"p{n}" for n in range(10_000)]


def test_a_roll_in_chunks_is_read_to_its_last_chunk(serve: Serve) -> None:
    """The borders of chunks are no ends of lines."""
    sent = (b"%x\r\n%s\r\n" % (len(part), part) for part in (LINE[:9], LINE[9:] + LINE))
    assert read(serve(chunks(*sent, b"0\r\n\r\n")).url) == [ANA, ANA]


def test_a_site_that_is_not_ready_is_asked_again(serve: Serve) -> None:
    """503 and then a roll; a site that asks for an hour is not waited for so long."""
    wait = (("Retry-After", "3600"),)
    site = serve(body(b"", 503, headers=wait), body(b"", 503), body(LINE))
    assert read(site.url) == [ANA]
    assert len(site.asked) == 3


@pytest.mark.parametrize(
    ("status", "times"), [(401, 1), (403, 1), (404, 1), (500, 1), (204, 1), (503, 4)]
)
def test_any_other_status_is_no_roll(serve: Serve, status: int, times: int) -> None:
    """It is told with the address, without the token."""
    site = serve(body(b"" if status == 204 else LINE, status))
    with pytest.raises(
        RollError, match=rf"^roll: {site.url}/admin/roll answers {status}; 200 is needed$"
    ):
        read(site.url)
    assert len(site.asked) == times


def test_a_redirect_is_not_followed(serve: Serve) -> None:
    """The token is for this site and for no other."""
    elsewhere = serve(body(LINE))
    site = serve(body(b"", 302, headers=(("Location", f"{elsewhere.url}/roll"),)))
    with pytest.raises(RollError, match="answers 302; 200 is needed"):
        read(site.url)
    assert elsewhere.asked == []


def test_a_roll_that_is_cut_is_not_taken_for_whole(serve: Serve) -> None:
    """Shorter than it said, without its last chunk, or with a chunk that is none."""
    cut = [
        body(LINE, claims=10 * len(LINE)),
        chunks(b"%x\r\n%s\r\n" % (len(LINE), LINE)),
        chunks(b"%x\r\n%s\r\n" % (len(LINE), LINE), b"rubbish\r\n"),
    ]
    for answer in cut:
        with pytest.raises(RollError, match=r"cannot be read \((ProtocolError|InvalidChunkLength)"):
            read(serve(answer).url)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"<html>oops</html>\n", "line 2 is b'<html>oops</html>'; a JSON object is needed"),
        (b"[1, 2]\n", r"line 2 is b'\[1, 2\]'; a JSON object is needed"),
        (b'"ana"\n', "a JSON object is needed"),
        (b'{"person":"ana"', 'line 2 is b\'{"person":"ana"\'; a JSON object is needed'),
        (b"\xff\xfe\n", "a JSON object is needed"),
        (b"[" * 100_000 + b"\n", "a JSON object is needed"),
        (b'{"key":"k2"}\n', r"an entry has no column 'person'; it has key \(line 2\)"),
        (b'{"person":null}\n', r"has None in column 'person'; it has to name a person \(line 2\)"),
        (b'{"person":""}\n', "has '' in column 'person'"),
        (
            b'{"person":"x","at":"noon"}\n',
            r"has the time 'noon' in column 'at'; Unix seconds and ISO 8601 are allowed",
        ),
        (b'{"person":"' + b"x" * (2 * LINE_LIMIT_BYTES), "a line is over 1048576 bytes"),
    ],
)
def test_a_line_that_is_no_entry_ends_the_reading(serve: Serve, line: bytes, said: str) -> None:
    """Passing over it would be half a roll."""
    with pytest.raises(RollError, match=said):
        read(serve(body(LINE + line)).url)


def test_nothing_that_listens_is_no_roll() -> None:
    """The sentence says what was tried."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(RollError, match=rf"^roll: http://127.0.0.1:{port}/admin/roll cannot be read"):
        read(f"http://127.0.0.1:{port}")


@pytest.mark.parametrize("token", ["line\nbreak", "tab\there", "ümlaut", "nul\0"])
def test_a_token_that_no_header_can_carry_is_refused_unseen(token: str) -> None:
    """A secret read from a file ends in a line break easily; the sentence names only the variable."""
    with pytest.raises(
        UsageError, match=r"the token \$\{SITE_ADMIN_TOKEN\} has a line break"
    ) as refused:
        read("http://127.0.0.1:1", environ={"SITE_ADMIN_TOKEN": token})
    assert token not in str(refused.value)
    assert token not in repr(refused.value)


@pytest.mark.parametrize(
    "echo",
    [f"you sent Bearer {TOKEN}\n", json.dumps({"person": "x", "at": TOKEN}), f"{'x' * 50}{TOKEN}"],
)
def test_a_site_that_repeats_the_token_does_not_make_it_known(serve: Serve, echo: str) -> None:
    """Not even a part of it."""
    with pytest.raises(RollError) as failed:
        read(serve(body(echo.encode())).url)
    assert TOKEN[:8] not in str(failed.value)


@pytest.mark.parametrize(
    "portion",
    [
        b"HTTP/1.1 200 " + b"O" * 10_000,
        b"HTTP/1.1 200 OK\r\n\r\n" + LINE * 1_000,
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + LINE * 1_000,
    ],
)
def test_a_site_that_drips_is_given_up_on(portion: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where what has come would look like the whole roll: it would delay the verdict for ever."""
    monkeypatch.setattr("siaga.roll.http_roll.PORTION_DEADLINE_S", 0.3)
    monkeypatch.setattr("siaga.roll.http_roll.RETRIES", False)
    with dripping(portion) as port, pytest.raises(RollError, match=r"cannot be read|comes too slowly"):
        read(f"http://127.0.0.1:{port}")


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
ROWS = st.fixed_dictionaries({}, optional=dict.fromkeys(("person", "key", "seat", "at"), ANY_JSON))


@settings(deadline=None)
@given(line=st.one_of(st.binary(max_size=100), ROWS.map(json.dumps).map(str.encode)))
def test_any_line_is_an_entry_or_refused(line: bytes) -> None:
    """Nobody can be surprised by what a site serves, and no token is told."""
    roll = HttpRoll("http://127.0.0.1:1", HttpSource(), ENVIRON)
    try:
        found = roll._entry(1, line)
    except RollError as error:
        assert TOKEN not in str(error)  # noqa: PT017 - either will do
    else:
        assert found.person
