"""Walks the whole journey in headless Chromium as people would, and tells where a walk ends.

    .look/bin/python benchmarks/walk.py .look/walk --python .venv/bin/python

At sites of its own: on a phone without scripts; at a desk with the keyboard alone, through a waiting
room and with a seat that is held first; and where seats are drawn by lot. It keeps a picture of each
page, and tells what makes it wider than the window, what the browser says of it, what it loads from
elsewhere and what it lacks.

It exits with 0 where every walk came to its end and nothing was wrong, with 1 where something was, and
with 2 where nothing could be tried. It needs Playwright and Chromium, which `make walk` sees to.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import walk_person
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError
from started_site import StartedSite, started
from walk_pages import ChromiumPages
from walk_person import STAGES, MissedError

HEIGHT_PX = 800
TIME_SCALE = "0.2"

ELSEWHERE = "http://nowhere.test/nothing.png"
BAD = f"""<!doctype html><html><head></head><body><div style="width: 9000px">wide</div>
<img src="{ELSEWHERE}"><script>console.error("said"); throw 1</script>
</body></html>"""
"""A page with a fault of each kind."""

KINDS = ("sideways", "heading", "language", "title", "request", "console", "error")
"""What complaints of its faults begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One way to walk.

    Attributes:
        name: of its pictures.
        width_px: of the window.
        language: `id` or `en`.
        has_scripts: whether the browser runs any.
        by_keyboard: whether there is no mouse.
        arguments: of the site.
    """

    name: str
    width_px: int
    language: str
    has_scripts: bool = False
    by_keyboard: bool = False
    arguments: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say how."""
        how = ["with scripts" if self.has_scripts else "no scripts"]
        how += ["keyboard alone"] if self.by_keyboard else []
        return f"{self.name}: {self.width_px} px, {self.language}, {', '.join([*how, *self.arguments])}"


WALKS = (
    Walk(name="phone", width_px=360, language="id"),
    Walk(
        name="desk",
        width_px=1280,
        language="en",
        has_scripts=True,
        by_keyboard=True,
        arguments=("--no-walk-in", "--hold-s", "300"),
    ),
    Walk(name="lots", width_px=360, language="en", arguments=("--draw",)),
)


def seen(browser: Browser, walk: Walk, hosts: set[str], pictures: Path | None) -> ChromiumPages:
    """Give the pages that whoever walks so will see."""
    context = browser.new_context(
        viewport={"width": walk.width_px, "height": HEIGHT_PX}, java_script_enabled=walk.has_scripts
    )
    return ChromiumPages(context, hosts, pictures, by_keyboard=walk.by_keyboard)


def overlooked(browser: Browser) -> set[str]:
    """Give the kinds of faults that are not found in a page that has them all."""
    host = "bad.test"
    walk = Walk(name="bad", width_px=360, language="id", has_scripts=True)
    pages = seen(browser, walk, {host}, None)
    pages.page.route(ELSEWHERE, lambda one: one.abort())
    pages.page.route(f"http://{host}/", lambda one: one.fulfill(body=BAD, content_type="text/html"))
    pages.go(f"http://{host}/")
    return {kind for kind in KINDS if not any(one.startswith(kind) for one in pages.complaints)}


def walked(browser: Browser, walk: Walk, site: StartedSite, folder: Path) -> Iterator[str]:
    """Walk from the home page to a seat, and give what is wrong."""
    hosts = {urlsplit(url).netloc for url in (site.url, site.neighbours["post office"])}
    pages = seen(browser, walk, hosts, folder / walk.name)
    for name in STAGES:
        try:
            walk_person.walk(name, pages, site.url, walk.language)
        except (MissedError, BrowserError) as error:
            yield f"{name}: {str(error).strip()}"
            yield f"{name}: the walk ends here, at {pages.page.url}"
            break
        finally:
            yield from (f"{name}: {one}" for one in pages.complaints)
            pages.complaints.clear()
    pages.page.context.close()


def main() -> int:
    """Walk in every way; the module says what the exit codes are."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("folder", type=Path, help="folder for the pictures; what lies there is removed")
    asked.add_argument("--python", required=True, help="of the environment that has the site")
    asked.add_argument("--chromium", default="/usr/bin/chromium")
    given = asked.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    given.folder.mkdir(parents=True)
    wrong = 0
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=given.chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            print(f"Chromium {browser.version}")
            if missed := overlooked(browser):
                print(f"walk: of a bad page it overlooks: {', '.join(sorted(missed))}")
                return 2
            for walk in WALKS:
                with started(given.python, "--time-scale", TIME_SCALE, *walk.arguments) as site:
                    told = list(walked(browser, walk, site, given.folder))
                wrong += len(told)
                print(f"{walk}: {len(told) or 'nothing'} wrong", *told, sep="\n  ", flush=True)
            browser.close()
    except (BrowserError, RuntimeError, OSError) as error:
        print(f"walk: could not be tried: {error}")
        return 2
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
