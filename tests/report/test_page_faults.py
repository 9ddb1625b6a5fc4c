"""Claims about the faults of a page: each is found where it is, and a good page has none."""

import pytest

from tests.report.page_faults import POLICY, SCRIPTED, named_script, page_faults
from tests.report.parsed_page import parsed

GOOD = f"""<!doctype html>
<html lang="en"><head><title>Runs</title>
<meta http-equiv="Content-Security-Policy" content="{POLICY}"><style>p {{ margin: 0; }}</style></head>
<body><main><h1 id="top">Runs</h1>
<h2>Now</h2>
<figure id="f"><svg role="img" aria-labelledby="t"><title id="t">Now</title></svg>
<table><tr><th scope="col">Time</th></tr></table></figure>
<nav aria-label="Parts"></nav>
<div class="scroll" role="group" aria-label="Wide" tabindex="0">
<a href="#top">up</a><a href="a/report.html">down</a></div>
</main></body></html>"""


def test_a_good_page_has_none() -> None:
    """Nor has the same without a figure."""
    assert page_faults(parsed(GOOD)) == []


def test_one_script_may_stand_in_a_page_whose_policy_names_it() -> None:
    """Of a page that names another one it is a fault."""
    scripted = GOOD.replace("<h2>", "<script>x()</script><h2>")
    policy = SCRIPTED.format(named_script("x()"))
    assert page_faults(parsed(scripted.replace(POLICY, policy))) == []
    other = SCRIPTED.format(named_script("y()"))
    assert page_faults(parsed(scripted.replace(POLICY, other))) == ["its policy is another one"]


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ("</h2>", "", "main is not closed in its place"),
        ("<h2>", '<h2 id="top">', "id top is there twice"),
        (' lang="en"', "", "no language"),
        ("<title>Runs</title>", "", "no title"),
        ("<main>", "", "not one main part"),
        ('href="#top"', 'href="#bottom"', "nothing is called bottom"),
        ('aria-labelledby="t"', 'aria-labelledby="u"', "nothing is called u"),
        ("a/report.html", "https://example.test/", "link https://example.test/ leads out"),
        ("a/report.html", "//example.test/", "link //example.test/ leads out"),
        ("a/report.html", "JavaScript:alert(1)", "link JavaScript:alert(1) leads out"),
        (">down<", "> <", "a link says nothing"),
        ("h1", "h2", "not one first heading"),
        ("h2", "h3", "a heading of level 3 follows one of 1"),
        (' role="img"', "", "a picture has no name and is not hidden"),
        ('<table><tr><th scope="col">Time</th></tr></table>', "", "figure f has no table behind it"),
        (' scope="col"', "", "heading 'Time' of a table is of nothing"),
        (">Time<", "> <", "heading '' of a table is of nothing"),
        (' tabindex="0"', "", "what scrolls cannot be reached by keyboard, or has no name"),
        ('role="group" aria-label="Wide"', 'role="region" aria-label="Parts"',
         "two landmarks are called Parts"),
        ("default-src 'none'", "default-src *", "its policy is another one"),
        ("<h2>", "<script></script><h2>", "its policy is another one"),
        ("<h2>", "<script></script><script></script><h2>", "script could run"),
        ("<h2>", '<script src="x"></script><h2>', "script could run"),
        ("<h2>", '<h2 onclick="x">', "h2 could run"),
        ("<h2>", '<video src="x"></video><h2>', "video fetches something"),
        ("<h2>", '<h2 style="background: url(x)">', "the style of h2 fetches something"),
        ("margin: 0;", "@import 'x';", "a style sheet fetches something"),
        ("<style>", '<link rel="stylesheet" href="x.css"><style>', "link x.css is fetched"),
    ],
)  # fmt: skip
def test_each_fault_is_found(good: str, bad: str, fault: str) -> None:
    """Made in a page that had none."""
    spoiled = GOOD.replace(good, bad)
    assert spoiled != GOOD
    assert fault in page_faults(parsed(spoiled))
