"""Opens pages in headless Chromium, as wide, narrow, light, dark and on paper, and tells what is wrong.

Of each page: violations of axe-core, messages of the console, requests beside the page itself, what
makes the page scroll sideways, and what its script does not do. Pictures and PDFs are written beside the
pages. It needs Playwright, Chromium and axe.min.js, which `make look` puts into a place of their own.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from look_script import broken
from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS_PX = (360, 1280, 2560)
SCHEMES = ("light", "dark")
HEIGHT_PX = 900
TALLEST_PX = 16_000
"""Chromium draws no picture that is much taller."""

UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(
    one => `${one.id} (${one.impact}): ${one.help}; ${one.nodes.length} places, such as`
        + ` ${one.nodes[0].target.join(' ')}: ${one.nodes[0].failureSummary}`)"""


BAD = """<!doctype html><html lang="en"><head><title>Bad</title></head><body><main><h1>Bad</h1>
<p style="color: #999; background: #fff">faint</p><div style="width: 9000px">wide</div>
<p style="background: url(nothing.png)">fetched</p><p class="tools" hidden></p>
<script>console.error("said"); throw 1</script>
</main></body></html>"""
"""A page with a fault of each kind."""

KINDS = ("sideways", "color-contrast", "request", "console", "error", "script")
"""What its faults begin with."""


def looked_at(browser: Browser, path: Path, axe: str, width_px: int, scheme: str) -> Iterator[str]:
    """Open a page as one reader would, draw it, and give what is wrong."""
    context = browser.new_context(
        viewport={"width": width_px, "height": HEIGHT_PX},
        color_scheme=scheme,
        # The page forbids every script but its own; axe-core is another.
        bypass_csp=True,
    )
    page = context.new_page()
    heard = _listen(page)
    page.goto(path.as_uri(), wait_until="load")
    yield from _sideways(page, "folded")
    _draw(page, path.with_name(f"{path.stem}-{width_px}-{scheme}.png"))
    page.evaluate(UNFOLD)
    yield from _sideways(page, "unfolded")
    page.evaluate(axe)
    yield from page.evaluate(AXE)
    yield from heard
    context.close()


def by_its_own_policy(browser: Browser, path: Path) -> Iterator[str]:
    """Open a page as it is, with its own policy, and print it; give what the browser complains of."""
    context = browser.new_context(viewport={"width": WIDTHS_PX[1], "height": HEIGHT_PX})
    page = context.new_page()
    heard = _listen(page)
    page.goto(path.as_uri(), wait_until="load")
    page.pdf(path=path.with_suffix(".pdf"), format="A4", print_background=False)
    yield from heard
    context.close()


def overlooked(browser: Browser, axe: str) -> set[str]:
    """Give the kinds of faults that are not found in a page that has them all."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "bad.html"
        path.write_text(BAD, encoding="utf-8")
        found = [*looked_at(browser, path, axe, WIDTHS_PX[0], SCHEMES[0]), *broken(browser, path)]
    return {kind for kind in KINDS if not any(one.startswith(kind) for one in found)}


def _listen(page: Page) -> list[str]:
    heard: list[str] = []
    page.on("console", lambda one: heard.append(f"console: {one.type}: {one.text}"))
    page.on("pageerror", lambda one: heard.append(f"error: {one}"))
    page.on("request", lambda one: heard.extend(_fetched(one.url, page)))
    return heard


def _fetched(url: str, page: Page) -> list[str]:
    """Tell of a request for anything but the page itself."""
    own = page.url in {"about:blank", url} and url.startswith("file:")
    return [] if own or url.startswith("data:") else [f"request: {url}"]


def _sideways(page: Page, how: str) -> Iterator[str]:
    if (over_px := page.evaluate(SIDEWAYS)) > 0:
        yield f"sideways: {over_px} px wider than the window, {how}"


def _draw(page: Page, path: Path) -> None:
    tall_px = page.evaluate("document.documentElement.scrollHeight")
    width_px = page.viewport_size["width"] if page.viewport_size else WIDTHS_PX[0]
    clip: Any = {"x": 0, "y": 0, "width": width_px, "height": min(tall_px, TALLEST_PX)}
    page.screenshot(path=path, full_page=True, clip=clip)


def main() -> int:
    """Look at every page of a folder; exit with 1 if anything is wrong, with 2 if nothing is seen."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("folder", type=Path, help="folder of *.html; pictures go there, too")
    asked.add_argument("--axe", type=Path, required=True, help="axe.min.js of axe-core")
    asked.add_argument("--chromium", default="/usr/bin/chromium")
    given = asked.parse_args()
    axe = given.axe.read_text(encoding="utf-8")
    wrong = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=given.chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        print(f"Chromium {browser.version}")
        if missed := overlooked(browser, axe):
            print(f"of a bad page it overlooks: {', '.join(sorted(missed))}")
            return 2
        for path in sorted(given.folder.resolve().glob("*.html")):
            found = {
                "own policy, printed": list(by_its_own_policy(browser, path)),
                "what its script does": list(broken(browser, path)),
            }
            for width_px in WIDTHS_PX:
                for scheme in SCHEMES:
                    look = looked_at(browser, path, axe, width_px, scheme)
                    found[f"{width_px} px, {scheme}"] = list(look)
            told = [f"  {how}: {one}" for how, every in found.items() for one in every]
            wrong += len(told)
            summary = f"{path.name}: {len(found)} looks, {len(told) or 'nothing'} wrong"
            print(summary, *told, sep="\n", flush=True)
        browser.close()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
