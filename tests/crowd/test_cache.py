"""Claims about the cache: what is fresh is not asked for, what is stale is, with a condition."""

from collections.abc import Mapping
from email.utils import formatdate

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siaga.crowd.answer import Answer
from siaga.crowd.cache import Cache
from siaga.crowd.headers import Headers

URL = "http://site.test/a.css"
AGENT = {"Accept": "*/*"}


def _answer(*fields: str, status: int = 200, body: bytes = b"0123456789") -> Answer:
    pairs = [field.partition(": ") for field in fields]
    return Answer(
        status=status,
        headers=Headers([(name.lower().encode(), value.encode()) for name, _, value in pairs]),
        body=body,
        path="/a.css",
        connect_s=0,
        first_byte_s=0,
        total_s=0,
        sent_bytes=0,
        received_bytes=0,
        requests=1,
    )


class _Site:
    """Answers one request after the other; an answer that is left over has not been asked for."""

    def __init__(self, *answers: Answer | None) -> None:
        self.left = list(answers)
        self.asked: list[dict[str, str]] = []

    def __call__(self, conditions: Mapping[str, str]) -> Answer | None:
        """Give the next answer."""
        self.asked.append(dict(conditions))
        return self.left.pop(0)


LONG_AGO = f"Date: {formatdate(0, usegmt=True)}"


@pytest.mark.parametrize("control", ["max-age=60", "max-age=60, immutable", "private, max-age=60"])
def test_what_is_fresh_is_not_asked_for_again(control: str) -> None:
    """The second page that names it sends nothing."""
    cache, site = Cache(), _Site(_answer(f"Cache-Control: {control}"))
    for _page in range(2):
        cache.fetch(URL, AGENT, site)
    assert site.asked == [{}]


@pytest.mark.parametrize(
    ("fields", "conditions"),
    [
        (["Cache-Control: no-cache", 'ETag: "v1"'], {"if-none-match": '"v1"'}),
        (["Cache-Control: max-age=60", LONG_AGO, 'ETag: W/"v1"'], {"if-none-match": 'W/"v1"'}),
        (
            ["Cache-Control: max-age=0", "Last-Modified: Sun, 01 Nov 2026 00:00:00 GMT"],
            {"if-modified-since": "Sun, 01 Nov 2026 00:00:00 GMT"},
        ),
        (["Cache-Control: no-store, max-age=60", 'ETag: "v1"'], {}),
        (["Cache-Control: max-age=0"], {}),
        ([], {}),
    ],
)
def test_what_is_stale_is_asked_for_with_what_the_site_gave_to_tell(
    fields: list[str], conditions: dict[str, str]
) -> None:
    """A tag, a date, or nothing where the answer was not to be kept."""
    cache, site = Cache(), _Site(_answer(*fields), _answer())
    for _page in range(2):
        cache.fetch(URL, AGENT, site)
    assert site.asked == [{}, conditions]


def test_what_has_not_changed_is_fresh_again() -> None:
    """A 304 carries how long."""
    unchanged = _answer('ETag: "v1"', "Cache-Control: max-age=60", status=304, body=b"")
    cache, site = Cache(), _Site(_answer('ETag: "v1"', "Cache-Control: max-age=0"), unchanged)
    for _page in range(3):
        cache.fetch(URL, AGENT, site)
    assert site.asked == [{}, {"if-none-match": '"v1"'}]


def test_what_has_changed_takes_the_place_of_the_old() -> None:
    """Its tag is the one that is sent."""
    first, second = (_answer(f'ETag: "v{n}"', "Cache-Control: no-cache") for n in (1, 2))
    cache, site = Cache(), _Site(first, second, second)
    for _page in range(3):
        cache.fetch(URL, AGENT, site)
    assert [one.get("if-none-match") for one in site.asked] == [None, '"v1"', '"v2"']


def test_an_answer_counts_for_requests_like_its_own() -> None:
    """Vary is honoured."""
    cache = Cache()
    site = _Site(_answer("Cache-Control: max-age=60", "Vary: Cookie"), _answer())
    cache.fetch(URL, {"Cookie": "s=1"}, site)
    cache.fetch(URL, {"Cookie": "s=1"}, site)
    assert len(site.asked) == 1
    cache.fetch(URL, {"Cookie": "s=2"}, site)
    assert len(site.asked) == 2


def test_a_304_that_nobody_asked_for_is_no_resource() -> None:
    """The resource is asked for once more without a condition, and no more often."""
    wrong = _answer('ETag: "other"', status=304, body=b"")
    cache, site = Cache(), _Site(_answer('ETag: "v1"', "Cache-Control: no-cache"), wrong, _answer())
    cache.fetch(URL, AGENT, site)
    cache.fetch(URL, AGENT, site)
    assert site.asked == [{}, {"if-none-match": '"v1"'}, {}]


def test_no_answer_changes_nothing() -> None:
    """What was kept is kept."""
    cache, site = Cache(), _Site(_answer('ETag: "v1"', "Cache-Control: no-cache"), None, None)
    for _page in range(3):
        cache.fetch(URL, AGENT, site)
    assert site.asked[1:] == [{"if-none-match": '"v1"'}] * 2


def test_the_oldest_goes_when_there_is_no_more_room() -> None:
    """By bytes and by number."""
    for cache in (Cache(most_bytes=25), Cache(most_entries=2)):
        for name in "abc":
            cache.fetch(f"http://site.test/{name}", AGENT, _Site(_answer("Cache-Control: max-age=60")))
        assert [f"http://site.test/{name}" in cache for name in "abc"] == [False, True, True]
        assert len(cache) == 2


def test_what_is_larger_than_the_cache_is_not_kept() -> None:
    """Nothing else goes for ever because of it."""
    cache = Cache(most_bytes=5)
    cache.fetch(URL, AGENT, _Site(_answer("Cache-Control: max-age=60")))
    assert len(cache) == 0


NAMES = ["cache-control", "etag", "last-modified", "date", "age", "expires", "vary", "content-length"]
ODD = st.one_of(
    st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=255), max_size=30),
    st.sampled_from(["max-age=", "max-age=99999999999999999999", 'private="', "*", "-1", 'no-cache="']),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    fields=st.lists(st.tuples(st.sampled_from(NAMES), ODD), max_size=6),
    status=st.sampled_from([200, 203, 204, 206, 301, 304, 404, 410, 500, 503, 999]),
)
def test_no_answer_however_odd_is_an_error(fields: list[tuple[str, str]], status: int) -> None:
    """And a resource is asked for twice at most."""
    headers = Headers([(name.encode(), value.encode("latin-1")) for name, value in fields])
    odd = _answer(status=status)
    odd.headers = headers
    cache, asked = Cache(), list[Mapping[str, str]]()

    def send(conditions: Mapping[str, str]) -> Answer:
        asked.append(conditions)
        return odd

    for _page in range(3):
        cache.fetch(URL, AGENT, send)
    assert len(asked) <= 6
