"""The attacks by files: handed in as pictures, and something else, or without an end."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace

from siaga.abuse.endless_uploads import DECLARED_BYTES
from siaga.abuse.slow_heads import PATIENCE_S
from siaga.crowd.abuser import Abuser, Seen, needed
from siaga.crowd.call import Call
from siaga.crowd.raw_attempt import head, raw_attempt
from siaga.crowd.raw_exchange import Speech
from siaga.crowd.request import Body, Upload, body_of
from siaga.crowd.visitor import Visitor

MARK = "siaga-mark"
SIDE, HUGE_SIDE = 8, 50_000
PARTS = 400
UPLOADS = 5
PAGE = f"<html><script>/*{MARK}*/</script></html>".encode()
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = bytes.fromhex("ffd8 ffe0 0010 4a46494600 0101 00 0001 0001 0000")
_JPEG_FRAME, _GREY_FRAME = bytes.fromhex("ffc0 000b 08"), bytes.fromhex("01 011100")
JPEG_KIND, PNG_KIND = "image/jpeg", "image/png"


def png(side: int, rows: bytes) -> bytes:
    """Give a grey picture that says it is square.

    Args:
        side: in pixels.
        rows: each a byte 0 and a byte for each pixel; as many as there are.
    """
    sides = side.to_bytes(4, "big") * 2
    chunks = ((b"IHDR", sides + bytes((8, 0, 0, 0, 0))), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return _PNG + b"".join(map(_chunk, *zip(*chunks, strict=True)))


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content).to_bytes(4, "big")
    return len(content).to_bytes(4, "big") + kind + content + checksum


def _archive() -> bytes:
    """Give an archive with a text in it."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr(f"{MARK}.txt", MARK)
    return kept.getvalue()


SMALL = png(SIDE, bytes(SIDE * (SIDE + 1)))
"""A picture of which nobody can complain."""
CARD = Upload(name="ktp.png", kind=PNG_KIND, content=SMALL)
DISGUISED: Mapping[str, bytes] = {
    "page.jpg": PAGE,
    "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "archive.jpg": _archive(),
    "script.jpg": f"GIF89a/*{MARK}*/=1;".encode(),
    "text.png": MARK.encode(),
    "mark.png": _PNG,
}
"""What is called a picture and is none, by its name."""
POLYGLOTS: Mapping[str, bytes] = {
    "page.png": SMALL + PAGE,
    "page.jpg": _JPEG + _JPEG_FRAME + bytes((0, SIDE, 0, SIDE)) + _GREY_FRAME + PAGE,
    "archive.png": SMALL + _archive(),
}
"""What is a picture to whoever looks at its beginning, and something else to others."""
FLOODS: Mapping[str, bytes] = {
    "large.png": png(HUGE_SIDE, bytes(HUGE_SIDE)),
    "large.jpg": _JPEG + _JPEG_FRAME + HUGE_SIDE.to_bytes(2, "big") * 2 + _GREY_FRAME + bytes(64),
}
"""A few bytes that say they have billions of pixels."""
NAMES = (
    "../../../../siaga-mark.png",
    "..\\..\\siaga-mark.png",
    "/siaga-mark.png",
    "siaga-mark.png\0.html",
    "siaga-mark",
    "",
    f"{'a' * 5_000}.png",
    "\u202egnp.siaga-mark.png",
)
"""Of files that are pictures: none of them leads to anything."""


def odd_files(me: Abuser) -> None:
    """Hand in what is no picture, then broken forms, and pictures with odd names in the end."""
    visitor = me.walked(me.surface.to_documents)
    for probe, files in (("disguised", DISGUISED), ("polyglot", POLYGLOTS), ("pixels", FLOODS)):
        for name, content in files.items():
            kind = PNG_KIND if name.endswith(".png") else JPEG_KIND
            file = Upload(name=name, kind=kind, content=content)
            me.ask(probe, visitor.browser, _handing_in(me, visitor, file))
    whole = needed(me.surface.upload)(visitor, CARD)
    body = body_of(None, None, whole.form, whole.files)
    me.ask("parts", visitor.browser, _with_body(whole, _with_parts(body)))
    me.ask("cut", visitor.browser, _with_body(whole, _without_end(body)))
    kept = needed(me.surface.uploads)(visitor)
    gained = "what was no picture is kept" * bool(kept)
    me.attempt("kept", lambda: Seen(status=200, gained=gained))
    for name in NAMES:
        me.ask("name", visitor.browser, _handing_in(me, visitor, replace(CARD, name=name)))


def endless_uploads(me: Abuser) -> None:
    """Send the heads of large files, and a little of each."""
    visitor = me.walked(me.surface.to_documents)
    call = needed(me.surface.upload)(visitor, CARD)
    body = body_of(None, None, call.form, call.files)
    cookies = visitor.browser.cookies.line(call.path).decode("latin-1").strip()
    told = [f"Content-Type: {body.kind}", f"Content-Length: {DECLARED_BYTES}", cookies]
    told += [f"{name}: {value}" for name, value in call.headers.items()]
    first = head(me, f"{call.method} {call.path}", *filter(None, told)) + b"\r\n"
    said = first + _without_end(body).content
    me.together(
        [lambda: raw_attempt(me, "file", Speech(pieces=[said]), more_s=PATIENCE_S)] * UPLOADS,
    )


def _handing_in(me: Abuser, visitor: Visitor, file: Upload) -> Call:
    call: Call = needed(me.surface.upload)(visitor, file)
    return call


def _with_body(call: Call, body: Body) -> Call:
    plain = replace(call, form=None, files=None, body=body.content)
    return plain.under({"Content-Type": body.kind})


def _boundary(body: Body) -> bytes:
    return body.kind.partition("boundary=")[2].encode("ascii")


def _with_parts(body: Body) -> Body:
    """Give a form with hundreds of fields before its own; all of it is small."""
    parts = b"".join(
        b'--%b\r\nContent-Disposition: form-data; name="x%d"\r\n\r\n\r\n' % (_boundary(body), number)
        for number in range(PARTS)
    )
    return body._replace(content=parts + body.content)


def _without_end(body: Body) -> Body:
    """Give a form that breaks off behind its file."""
    return body._replace(content=body.content[: body.content.rindex(b"--" + _boundary(body) + b"--")])
