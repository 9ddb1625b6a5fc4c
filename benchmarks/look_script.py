"""What the script of a page does, tried in a browser as a reader would: zooming, legends, filters.

Of each page: what does not happen that should. A page without a script has nothing to try.
"""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

CLOSE = 0.01
TOOLS = ".tools:not([hidden])"
TIMES = """() => [...document.querySelector('.strip .wide').querySelectorAll('.role-axis-label text')]
    .map(one => one.textContent)"""
INSIDE = """() => [...document.querySelectorAll('.plot.zoomed')].filter(plot => {
    const [area, clip] = [plot.getBoundingClientRect(), Number(plot.dataset.width)];
    return [...plot.querySelectorAll('.role-axis-label text')].some(
        one => one.getBoundingClientRect().right > area.right + 24);
}).length"""
BAND = """place => {
    const plot = document.querySelector('.strip .wide .plot');
    const band = plot.querySelectorAll('.role-mark:has(path)')[0].querySelectorAll('path')[place];
    const px = plot.getBoundingClientRect().width / plot.viewBox.baseVal.width;
    return band.getBoundingClientRect().width / px / Number(plot.dataset.width);
}"""
"""How much of the plotted area the shade of a phase takes, 0 to 1 and beyond."""

ROWS = """section => [...document.querySelectorAll(section + ' > table > tbody > tr')]
    .filter(one => !one.hidden).length"""


def broken(browser: Browser, path: Path) -> Iterator[str]:
    """Open a page by its own policy, use all that its script offers, and give what does not work."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="load")
    if page.locator("script").count():
        if page.locator(TOOLS).count() < page.locator(".tools").count():
            yield "script: it does not run, since what it offers is hidden"
        elif page.locator(TOOLS).count():
            yield from _zooming(page)
            yield from _dragging(page)
        yield from _legend(page)
        yield from _filter(page)
        yield from _without(browser, path)
    context.close()


def _zooming(page: Page) -> Iterator[str]:
    tool = page.locator(TOOLS).first
    whole, offered = page.evaluate(TIMES), tool.locator("option:not([hidden])").count()
    for place in range(1, offered):
        tool.locator("select").select_option(index=place)
        seen = tool.locator("output").inner_text()
        first = page.evaluate(TIMES)[0]
        if " to " in seen and (page.evaluate(TIMES) == whole or _s(first) < _s(seen.split(" to ")[0])):
            yield f"script: stretch {place} is said to be {seen}, and its axis begins at {first}"
        is_phase = tool.locator("option").nth(place).get_attribute("data-kind") == "phase"
        if is_phase and abs((share := page.evaluate(BAND, place - 1)) - 1) > CLOSE:
            yield f"script: of stretch {place}, a phase, its shade takes {share:.0%} of the chart"
        if page.evaluate(INSIDE):
            yield f"script: labels of stretch {place} stand outside their charts"
    for move in ("whole", "closer", "later", "earlier", "wider", "closer"):
        button = tool.locator(f"[data-zoom={move}]")
        if button.is_enabled():
            button.click()
    if not page.locator(".plot.zoomed").count():
        yield "script: closer does not zoom"
    page.keyboard.press("Escape")
    if page.evaluate(TIMES) != whole or page.locator(".plot.zoomed").count():
        yield "script: after Escape the whole run is not shown"


def _dragging(page: Page) -> Iterator[str]:
    plot = page.locator(".stack .panel .wide .plot").nth(1)
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    if box is None:
        yield "script: there is no plot to drag over"
        return
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 24, steps=3)
    if not page.locator(".choice").count():
        yield "script: what is dragged over is not marked"
    page.mouse.up()
    if not page.locator(".plot.zoomed").count():
        yield "script: dragging does not zoom"
    page.keyboard.press("Escape")


def _legend(page: Page) -> Iterator[str]:
    hidden = "() => document.querySelectorAll('.role-mark [style*=\"display: none\"]').length"
    for button in page.locator(".stack .legend button").all():
        before = page.evaluate(hidden)
        button.press("Enter")
        if page.evaluate(hidden) <= before or button.get_attribute("aria-pressed") != "false":
            yield f"script: {button.inner_text()!r} of a legend hides nothing"
        button.press("Enter")
        if page.evaluate(hidden) != before:
            yield f"script: {button.inner_text()!r} of a legend does not come back"


def _filter(page: Page) -> Iterator[str]:
    for section in ("#objectives", "#evidence"):
        field = page.locator(f"{section} .filter:not([hidden]) input").first
        if not field.count():
            continue
        before = page.evaluate(ROWS, section)
        field.fill("nothing-is-called-so")
        if page.evaluate(ROWS, section) != 0:
            yield f"script: the filter of {section} leaves rows that do not match"
        field.fill("")
        if page.evaluate(ROWS, section) != before:
            yield f"script: the emptied filter of {section} does not show every row"


def _without(browser: Browser, path: Path) -> Iterator[str]:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="load")
    seen = [one for one in page.locator("button, select, input").all() if one.is_visible()]
    if seen:
        yield f"script: without it {len(seen)} buttons and fields are shown that do nothing"
    context.close()


def _s(clock: str) -> int:
    """Read minutes and seconds."""
    minutes, _, seconds = clock.partition(":")
    return int(minutes) * 60 + int(seconds)
