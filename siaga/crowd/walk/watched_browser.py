"""The WatchedBrowser: a visitor's browser that writes down what it was asked for, and what came."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.cut import Cut
from siaga.crowd.exchange import Exchange
from siaga.crowd.failure import RequestFailure
from siaga.crowd.headers import Field
from siaga.crowd.origin import Origin
from siaga.crowd.request import Upload
from siaga.crowd.walk.mask import Mask
from siaga.crowd.walk.trail import Trail
from siaga.record.walk_fact import Asked


class WatchedBrowser(Browser):
    """A browser on a trail; everything else is as in a run.

    Args:
        trail: of the walk.
        site: that is tried.
        like: whose twin it is.

    Attributes:
        step: name of the step that is being taken, and the statuses that it expects; None: of no step.
        beside: whether it visits something beside the site.
    """

    __slots__ = ("_names", "_site", "_trail", "_ways", "beside", "step")

    def __init__(self, trail: Trail, site: Origin, like: Browser) -> None:
        super().__init__(str(like.origin), deadline_s=like.deadline_s, like=like)
        self._trail, self._site = trail, site
        self.step: tuple[str, Collection[int]] | None = None
        self.beside = False
        self._names: list[str] = []
        self._ways: list[str] = []

    def request(  # noqa: PLR0913 - as any browser's
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        json: object = None,
        form: Mapping[str, Any] | None = None,
        files: Mapping[str, Upload] | None = None,
        cut: Cut | None = None,
    ) -> Answer:
        """Send a request as any browser does, and write down how it ended."""
        trail = self._trail
        name, expect = self.step or trail.aside
        trail.send()
        self._names, self._ways = [], []
        began_s = trail.took_s
        asked = Asked(
            step=name,
            method=method,
            path=self._shown(path),
            carried=" ".join(_carried(trail.mask, json, form, files, body)),
            expect=tuple(sorted(expect)),
            beside=self.beside,
            offset_s=round(trail.offset_s, 6),
        )
        try:
            answer = super().request(
                method, path, headers=headers, body=body, json=json, form=form, files=files, cut=cut
            )
        except RequestFailure as failure:
            trail.note(self._failed(asked, failure, trail.took_s - began_s))
            raise
        trail.note(
            self._answered(asked, answer, Exchange(answer=answer).reason(expect or (answer.status,)))
        )
        return answer

    def twin(self) -> Browser:
        """Give another at the same place, on the same trail."""
        other = WatchedBrowser(self._trail, self._site, self)
        other.step, other.beside = self.step, self.beside
        return other

    def _failed(self, asked: Asked, failure: RequestFailure, took_s: float) -> Asked:
        """Give the whole of a request that was not answered."""
        return replace(
            asked,
            reason=failure.reason.value,
            failure=self._trail.mask.hide(str(failure)),
            took_s=round(took_s, 6),
            requests=failure.requests,
        )

    def _answered(self, asked: Asked, answer: Answer, reason: str) -> Asked:
        """Give the whole of a request that was answered; its secrets are known from then on."""
        mask, text = self._trail.mask, answer.text()
        mask.read(text)
        return replace(
            asked,
            status=answer.status,
            reason=reason,
            took_s=round(answer.total_s, 6),
            sent_bytes=answer.sent_bytes,
            received_bytes=answer.received_bytes,
            requests=answer.requests,
            ways=tuple(map(self._shown, self._ways[1:])),
            cookies=tuple(dict.fromkeys(self._names)),
            body=mask.begin(text) if reason else "",
        )

    def _hear(self, target: str, fields: Sequence[Field], named: Mapping[bytes, bytes]) -> None:
        """Keep the cookies of an answer, and know their values for secrets."""
        super()._hear(target, fields, named)
        self._ways.append(target)
        for name, value in fields:
            if name == b"set-cookie":
                cookie, _, kept = value.decode("latin-1").partition(";")[0].partition("=")
                self._trail.mask.learn(kept.strip())
                self._names.append(cookie.strip())

    def _shown(self, path: str) -> str:
        """Show a path, with its origin where that is not the site's."""
        path = path.removeprefix(str(self.origin))
        return self._trail.mask.path(path if self.origin == self._site else f"{self.origin}{path}")


def watched(
    trail: Trail,
    site: Origin,
    base_url: str,
    **options: Any,  # noqa: ANN401 - as the browser takes them
) -> WatchedBrowser:
    """Open a browser on a trail.

    Args:
        trail: of the walk.
        site: that is tried.
        base_url: as of any browser.
        options: as of any browser.
    """
    # It is the browser itself that is told by name; what its base is told so, mypyc hands over by place.
    return WatchedBrowser(trail, site, Browser(base_url, **options))


def _carried(
    mask: Mask,
    json: object,
    form: Mapping[str, Any] | None,
    files: Mapping[str, Upload] | None,
    body: bytes | None,
) -> Iterator[str]:
    """Show what a request carries: of files their names and sizes, of bytes how many."""
    if json is not None:
        yield f"json {mask.carried(json)}"
    if form is not None:
        yield f"form {mask.carried(form)}"
    if files is not None:
        sizes = {field: f"{one.name}, {len(one.content):,} bytes" for field, one in files.items()}
        yield f"files {mask.carried(sizes)}"
    if body is not None:
        yield f"{len(body):,} bytes"
