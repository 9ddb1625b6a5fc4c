"""Claims about cookies: kept, sent and forgotten as RFC 6265 says."""

import pytest

from siaga.crowd.cookies import LARGEST_COOKIE_BYTES, MOST_COOKIES, Cookies


class _Clock:
    """Seconds that a test sets; the wall stands 1,000,000 s ahead."""

    at_s = 100.0

    def __call__(self) -> float:
        """Give the browser's seconds."""
        return self.at_s

    def wall(self) -> float:
        """Give Unix seconds."""
        return self.at_s + 1_000_000


def _jar(host: str = "site.example", *, secure: bool = False, clock: _Clock | None = None) -> Cookies:
    clock = clock or _Clock()
    return Cookies(host=host, secure=secure, clock=clock, wall=clock.wall)


def _set(jar: Cookies, *values: str, target: str = "/a/b?q=/x") -> None:
    jar.take(target, [(b"set-cookie", value.encode("latin-1")) for value in values])


def test_jars_of_several_hosts_keep_their_cookies_together() -> None:
    """Each host is sent its own, and those of a domain above it; a secure one goes only over https."""
    www = _jar("www.site.example")
    api = www.at("api.site.example", secure=True)
    _set(www, "own=1", "both=2; Domain=site.example", "other=3; Domain=api.site.example", target="/")
    _set(api, "mine=4; Secure", target="/")
    assert www.line("/") == b"Cookie: own=1; both=2\r\n"
    assert api.line("/") == b"Cookie: both=2; mine=4\r\n"
    assert (www.get("mine"), api.get("own"), api.get("both")) == (None, None, "2")
    assert www.at("api.site.example", secure=False).line("/") == b"Cookie: both=2\r\n"


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("s=1", b"Cookie: s=1\r\n"),
        ("s=1; Path=/", b"Cookie: s=1\r\n"),
        (' s = "1 2" ; HttpOnly', b'Cookie: s="1 2"\r\n'),
        ("lonely", b"Cookie: lonely\r\n"),
        ("s=a=b", b"Cookie: s=a=b\r\n"),
        ("s=\xe9", b"Cookie: s=\xe9\r\n"),
        ("s=", b"Cookie: s=\r\n"),
        ("s=1; Path=relative", b"Cookie: s=1\r\n"),
        ("s=1; Path=/a", b"Cookie: s=1\r\n"),
        ("s=1; Domain=.SITE.example", b"Cookie: s=1\r\n"),
        ("=", b""),
        ("", b""),
        ("s=1; Path=/ab", b""),
        ("s=1; Path=/a/b/c", b""),
        ("s=1; Secure", b""),
        ("s=1; Domain=other.example", b""),
        ("s=1; Domain=example", b""),
        ("s=1; Domain=te.example", b""),
    ],
)
def test_a_cookie_is_sent_where_it_belongs(value: str, line: bytes) -> None:
    """Path, domain and security decide; odd ones are read as browsers read them."""
    jar = _jar()
    _set(jar, value)
    assert jar.line("/a/b/?next=1") == line


def test_a_cookie_of_the_domain_above_is_taken() -> None:
    """www.site.example may set what all of site.example sees, never an address or a top level."""
    jar = _jar("www.site.example")
    _set(jar, "s=1; Domain=site.example", "t=1; Domain=example")
    assert jar.line("/a/") == b"Cookie: s=1\r\n"
    numeric = _jar("127.0.0.1")
    _set(numeric, "s=1; Domain=0.0.1")
    assert len(numeric) == 0


@pytest.mark.parametrize(
    ("value", "over_http", "over_https"),
    [
        ("__Host-s=1; Secure; Path=/", False, True),
        ("__HOST-s=1; Secure; Path=/", False, True),
        ("__Host-s=1; Path=/", False, False),
        ("__Host-s=1; Secure", False, False),
        ("__Host-s=1; Secure; Path=/a", False, False),
        ("__Host-s=1; Secure; Path=/; Domain=site.example", False, False),
        ("__Secure-s=1; Secure; Path=/a; Domain=site.example", False, True),
        ("__secure-s=1", False, False),
        ("_Host-s=1", True, True),
    ],
)
def test_a_cookie_is_what_the_beginning_of_its_name_says_or_is_not_kept(
    value: str, *, over_http: bool, over_https: bool
) -> None:
    """A site may rely on it: nobody but itself has set such a one."""
    for secure, kept in ((False, over_http), (True, over_https)):
        jar = _jar(secure=secure)
        _set(jar, value)
        assert len(jar) == kept


def test_a_secure_cookie_is_set_and_goes_out_over_https_only() -> None:
    """Over http anybody on the way could have set it."""
    plain, jar = _jar(), _jar(secure=True)
    _set(plain, "s=1; Secure")
    _set(jar, "s=1; Secure")
    assert (len(plain), jar.line("/a/")) == (0, b"Cookie: s=1\r\n")
    assert jar.at("site.example", secure=False).line("/a/") == b""


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_what_is_said_to_this_machine_is_as_secure_as_https(host: str) -> None:
    """Browsers take it so: nobody else hears it, and a site can be tried as it will be."""
    jar = _jar(host)
    _set(jar, "s=1; Path=/; Secure", "__Host-t=2; Path=/; Secure")
    assert jar.line("/") == b"Cookie: s=1; __Host-t=2\r\n"
    _set(jar, "s=3; Path=/", "__Host-t=; Path=/; Secure; Max-Age=0")
    assert jar.line("/") == b"Cookie: s=3\r\n"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("s=2; Path=/login", False),
        ("s=2; Path=/login/en", False),
        ("s=; Path=/login; Max-Age=0", False),
        ("s=2; Path=/login; Domain=site.example", False),
        ("s=2; Path=/", True),
        ("s=2; Path=/other", True),
        ("S=2; Path=/login", True),
    ],
)
def test_over_http_a_secure_cookie_is_neither_replaced_nor_hidden(value: str, *, kept: bool) -> None:
    """Nor deleted: somebody on the way would put another's session in the place of the visitor's."""
    jar = _jar("www.site.example")
    safe = jar.at("www.site.example", secure=True)
    _set(safe, "s=1; Path=/login; Secure")
    _set(jar, value)
    assert (safe.line("/login").startswith(b"Cookie: s=1"), len(jar)) == (True, 1 + kept)


def test_a_secure_cookie_that_is_over_stands_in_nobodys_way() -> None:
    """It is not there any more, whether or not anybody has looked."""
    clock = _Clock()
    jar = _jar(clock=clock)
    _set(jar.at("site.example", secure=True), "s=1; Path=/; Secure; Max-Age=10")
    clock.at_s += 10
    _set(jar, "s=2; Path=/")
    assert jar.line("/") == b"Cookie: s=2\r\n"


def test_whoever_edits_their_cookies_is_not_held_by_what_a_site_may_set() -> None:
    """Whatever the name begins with, and over http, too."""
    jar = _jar()
    safe = jar.at("site.example", secure=True)
    _set(safe, "__Host-s=1; Path=/; Secure")
    jar.put("__Host-s", "forged")
    assert safe.line("/") == b"Cookie: __Host-s=forged\r\n"


def test_longer_paths_go_first_and_the_same_cookie_is_replaced() -> None:
    """Name, domain and path together are one cookie."""
    jar = _jar()
    _set(jar, "s=root; Path=/", "s=old; Path=/a", "s=new; Path=/a")
    assert jar.line("/a") == b"Cookie: s=new; s=root\r\n"
    assert jar.get("s") == "root"


@pytest.mark.parametrize(
    ("lifetime", "kept_s"),
    [
        ("Max-Age=10", 10),
        ("Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT", 10),
        ("Max-Age=1; Max-Age=10", 10),
        ("Max-Age=soon; Expires=Mon, 12 Jan 1970 13:48:30 GMT", 10),
        ("Expires=Mon, 12 Jan 1970 13:48:30 GMT", 10),
        ("Expires=Mon, 12-Jan-1970 13:48:30 GMT", 10),
        ("Expires=Monday, 12-Jan-70 13:48:30 GMT", 10),
    ],
)
def test_a_cookie_is_kept_as_long_as_it_says(lifetime: str, kept_s: float) -> None:
    """Max-Age wins over Expires, and dates are read in the forms that servers write."""
    clock = _Clock()
    jar = _jar(clock=clock)
    _set(jar, f"s=1; {lifetime}")
    clock.at_s += kept_s - 0.001
    assert jar.get("s") == "1"
    clock.at_s += 0.001
    assert jar.get("s") is None
    assert jar.line("/a/") == b""


@pytest.mark.parametrize("lifetime", ["", "Expires=whenever", "Expires=", f"Max-Age={'9' * 5_000}"])
def test_a_cookie_without_a_readable_end_stays(lifetime: str) -> None:
    """As long as the visitor does."""
    clock = _Clock()
    jar = _jar(clock=clock)
    _set(jar, f"s=1; {lifetime}")
    clock.at_s += 1e8
    assert jar.get("s") == "1"


@pytest.mark.parametrize(
    "lifetime",
    ["Max-Age=0", "Max-Age=-1", f"Max-Age=-{'9' * 50}", "Expires=Thu, 01 Jan 1970 00:00:00 GMT"],
)
def test_a_cookie_that_is_over_deletes_the_one_before(lifetime: str) -> None:
    """Logging out works."""
    jar = _jar()
    _set(jar, "s=1", f"s=gone; {lifetime}")
    assert len(jar) == 0


def test_too_large_a_cookie_is_passed_over() -> None:
    """Name and value together may be 4,096 bytes."""
    jar = _jar()
    _set(jar, "s=" + "x" * LARGEST_COOKIE_BYTES, "t=" + "x" * (LARGEST_COOKIE_BYTES - 1))
    assert len(jar) == 1
    assert jar.get("s") is None


def test_the_oldest_goes_when_there_are_too_many() -> None:
    """A site cannot make a visitor grow without end."""
    jar = _jar()
    _set(jar, *(f"s{number}=1" for number in range(MOST_COOKIES + 5)))
    assert len(jar) == MOST_COOKIES
    assert jar.get("s4") is None
    assert jar.get("s5") == "1"


def test_no_number_of_cookies_drives_a_secure_one_out() -> None:
    """One that is not secure goes before, however new it is; a secure one only where all are."""
    jar = _jar()
    safe = jar.at("site.example", secure=True)
    _set(safe, *(f"s{number}=1; Secure" for number in range(MOST_COOKIES)))
    _set(jar, "t=1")
    assert (safe.get("s0"), jar.get("t"), len(jar)) == ("1", None, MOST_COOKIES)
    _set(safe, "u=1; Secure")
    assert (safe.get("s0"), safe.get("u"), len(jar)) == (None, "1", MOST_COOKIES)


def test_a_copy_has_the_same_cookies_and_keeps_its_own_from_then_on() -> None:
    """As two browsers that were begun with one profile."""
    first = _jar()
    _set(first, "a=1; Path=/")
    second = first.copy()
    second.put("a", "2")
    second.put("b", "3")
    assert (first.get("a"), first.get("b")) == ("1", None)
    assert second.line("/") == b"Cookie: a=2; b=3\r\n"


def test_a_line_that_was_made_before_is_made_anew_once_a_cookie_has_changed() -> None:
    """Replaced, added, deleted, and asked for by a jar of another host that keeps the same cookies."""
    jar = _jar("www.site.example")
    other = jar.at("api.site.example", secure=True)
    _set(jar, "a=1; Path=/")
    assert [jar.line("/"), jar.line("/x"), other.line("/")] == [b"Cookie: a=1\r\n"] * 2 + [b""]
    _set(jar, "a=2; Path=/")
    assert jar.line("/") == b"Cookie: a=2\r\n"
    _set(other, "b=3; Path=/; Domain=site.example")
    assert (jar.line("/"), other.line("/")) == (b"Cookie: a=2; b=3\r\n", b"Cookie: b=3\r\n")
    _set(jar, "a=; Path=/; Max-Age=0")
    _set(other, "c=4; Path=/; Secure; Domain=site.example")
    assert (jar.line("/"), other.line("/")) == (b"Cookie: b=3\r\n", b"Cookie: b=3; c=4\r\n")
    _set(jar, "d=5; Path=/d")
    assert (jar.line("/"), jar.line("/d")) == (b"Cookie: b=3\r\n", b"Cookie: d=5; b=3\r\n")
