"""A person's walk through the whole journey in headless Chromium, with a picture of every page.

    python tests/mock_site/walk.py URL FOLDER [WIDTH] [LANGUAGE]

needs selenium, Chromium and its driver. The site has to be a rehearsal, as the walk reads its inboxes.
Pages are walked without JavaScript; a page that is wider than the window ends the walk.
"""

import base64
import html
import re
import sys
import time
from itertools import count
from pathlib import Path

# Selenium is no dependency of the project: whoever walks installs it beside.
from selenium import webdriver  # type: ignore[import-not-found]
from selenium.webdriver.common.by import By  # type: ignore[import-not-found]
from selenium.webdriver.support.ui import Select  # type: ignore[import-not-found]

DEADLINE_S = 60.0
HEIGHT_PIXELS = 900
PASSWORD = "tiga kata sandi"


class Walk:
    """One person on their way.

    Args:
        url: of the site.
        folder: for the pictures.
        width: of the window in pixels.
        language: `id` or `en`.
    """

    def __init__(self, url: str, folder: Path, width: int, language: str) -> None:
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--lang=en-US"):
            options.add_argument(argument)
        metrics = {"width": width, "height": HEIGHT_PIXELS, "pixelRatio": 1, "touch": False}
        options.add_experimental_option("mobileEmulation", {"deviceMetrics": metrics})
        self._driver = webdriver.Chrome(options=options)
        self._driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        self._url, self._folder, self._width = url, folder, width
        self._query = f"?lang={language}"
        self._pictures = count(1)
        self._number = int(time.time() * 10) % 8_000_000
        folder.mkdir(parents=True, exist_ok=True)

    def whole(self) -> None:
        """Walk it all."""
        self._look_around()
        self._open_account()
        self._fill_in()
        self._verify_phone()
        self._take_test()
        self._join()

    def close(self) -> None:
        """Close the browser."""
        self._driver.quit()

    def _look_around(self) -> None:
        for path in ("/", "/announcements", "/announcements/opening", "/nowhere"):
            self._go(path + self._query)
            self._picture()

    def _open_account(self) -> None:
        email = f"walk{self._number}@warga.test"
        self._go("/accounts" + self._query)
        self._queue()
        self._picture()
        self._fill(email=email, password=PASSWORD)
        self._press()
        self._picture()
        letter = self._read(self._link("inboxes"), "verify-email?token=")
        self._go(re.findall(r"/accounts/verify-email\?token=[\w.%-]+", html.unescape(letter))[0])
        self._picture()
        self._press()
        self._picture()
        self._go("/sessions")
        for password in ("wrong words", PASSWORD):
            self._fill(email=email, password=password)
            self._press()
            self._picture()

    def _fill_in(self) -> None:
        self._go("/identity")
        self._picture()
        district, serial = divmod(self._number, 9_999)
        nik = f"97{district // 99 + 1:02d}{district % 99 + 1:02d}050890{serial + 1:04d}"
        # The browser asks for dates as its own language writes them, month first.
        said = {"kk": "9701010508900001", "name": "Budi Santoso", "birth_date": "08051990"}
        self._fill(nik=nik[:15], **said)
        self._press()
        self._picture()
        self._fill(nik=nik)
        self._press()
        self._wait("/profile", "form #address")
        self._picture()
        self._fill(address="Jalan Melati 5, RT 03/RW 07, Sukamaju", region="97")
        self._fill(education="diploma", employment="seeking")
        self._press()
        self._picture()
        self._go("/documents")
        self._picture()
        for kind in ("ktp", "selfie"):
            field = self._driver.find_element(By.ID, kind)
            field.send_keys(str(self._file(kind)))
            field.find_element(By.XPATH, "ancestor::form//button").click()
            self._picture()

    def _verify_phone(self) -> None:
        self._go("/phone")
        self._picture()
        self._fill(phone=f"0841-{self._number // 10_000:04d}-{self._number % 10_000:04d}")
        self._press()
        self._picture()
        inbox = self._link("inboxes")
        self._fill(code="000000")
        self._press()
        self._picture()
        self._fill(code=re.findall(r"Kode Anda (\d{6})", self._read(inbox, "Kode Anda"))[0])
        self._press()
        self._picture()

    def _take_test(self) -> None:
        self._go("/assessment")
        self._picture()
        self._press()
        self._picture()
        for option in self._driver.find_elements(By.CSS_SELECTOR, "label.option:nth-of-type(2)"):
            option.click()
        self._press()
        self._picture()
        self._wait("/assessment", "a[href*=join]")
        self._picture()

    def _join(self) -> None:
        self._go("/me")
        self._picture()
        self._go("/waves/1/join")
        self._picture()
        self._press()
        self._picture()
        if "/waves/" in self._driver.current_url:
            self._take_what_is_held()
        self._go("/registrations")
        self._picture()

    def _take_what_is_held(self) -> None:
        """Look where else the hold is shown, and join."""
        for path in ("/me", "/registrations", "/", "/waves/1/join"):
            self._go(path)
            self._picture()
        self._press()
        self._picture()

    def _go(self, path: str) -> None:
        self._driver.get(path if path.startswith("http") else self._url + path)

    def _fill(self, **fields: str) -> None:
        for name, text in fields.items():
            field = self._driver.find_element(By.ID, name)
            if field.tag_name == "select":
                Select(field).select_by_value(text)
                continue
            if field.get_attribute("type") != "date":
                field.clear()
            field.send_keys(text)

    def _press(self) -> None:
        self._driver.find_element(By.CSS_SELECTOR, "main form button").click()

    def _link(self, part: str) -> str:
        link = self._driver.find_element(By.CSS_SELECTOR, f"main a[href*={part}]")
        return str(link.get_attribute("href"))

    def _queue(self) -> None:
        """Take a place in the waiting room, if there is one, and wait until it is this one's turn."""
        if "/queue" in self._driver.current_url:
            self._picture()
            self._press()
            self._wait("/accounts", "form #email")

    def _wait(self, path: str, selector: str) -> None:
        """Load a page again and again until it has what is waited for."""
        deadline_s = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline_s:
            self._go(path)
            if self._driver.find_elements(By.CSS_SELECTOR, selector):
                return
            time.sleep(0.5)
        raise TimeoutError(f"{path}: has no {selector}")

    def _read(self, inbox: str, word: str) -> str:
        """Wait for a message, in a second window, and give the page that it is on."""
        here = self._driver.current_window_handle
        self._driver.switch_to.new_window("tab")
        deadline_s = time.monotonic() + DEADLINE_S
        page = ""
        while word not in page and time.monotonic() < deadline_s:
            self._go(inbox)
            page = self._driver.page_source
            time.sleep(0.2)
        self._driver.close()
        self._driver.switch_to.window(here)
        return page

    def _file(self, kind: str) -> Path:
        path = self._folder / f"{kind}.png"
        header = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + bytes([0, 0, 0, 1]) * 2
        path.write_bytes(header + kind.encode())
        return path.resolve()

    def _picture(self) -> None:
        """Keep what the page looks like, all of it."""
        size = self._driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        shot = self._driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip}
        )
        path = self._folder / f"{self._width}-{next(self._pictures):02d}.png"
        path.write_bytes(base64.b64decode(shot["data"]))
        sys.stdout.write(f"{path.name}  {self._driver.title}\n")
        if size["width"] > self._width:
            raise ValueError(f"{path.name}: is {size['width']} pixels wide; {self._width} are allowed")


def main(url: str, folder: str, width: str = "360", language: str = "id") -> None:
    """Walk, and close the browser whatever happens."""
    walk = Walk(url, Path(folder), int(width), language)
    try:
        walk.whole()
    finally:
        walk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
