"""Documents over HTTP: pictures of bounded size, looked at as they come."""

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from mock_site.layers import Layers
from mock_site.settings import Preset
from mock_site.testing import SiteInProcess, picture
from tests.mock_site.around import Around
from tests.mock_site.reader import Reader
from tests.mock_site.walker import Walker

KIB = 1024
EMPTY_ARCHIVE = b"PK\x05\x06" + bytes(18)


async def at_documents(site: SiteInProcess, around: Around) -> Walker:
    """Give somebody who may hand in pictures."""
    me = Walker(site, around)
    await me.walk_to("documents")
    return me


async def test_one_picture_of_each_kind_makes_the_step(site: SiteInProcess, around: Around) -> None:
    """Each answer has the digest of what came."""
    me = await at_documents(site, around)
    status, body = await me.document("ktp")
    digest = hashlib.sha256(picture("ktp")).hexdigest()
    assert (status, body) == (201, {"kind": "ktp", "digest": digest, "bytes": 27})
    assert await me.get("/documents") == (200, {"received": ["ktp"]})
    assert await me.phone() == (403, {"error": "step-missing", "step": "documents"})
    assert site.metric("site_steps_total", step="phone", result="step_missing") == 1
    await me.document("selfie")
    assert await me.get("/documents") == (200, {"received": ["ktp", "selfie"]})
    assert (await me.phone())[0] == 202
    assert site.metric("site_document_bytes_total") == 27 + 30


async def test_production_keeps_the_pictures_beside_the_store(
    make_site: Callable[..., Awaitable[SiteInProcess]], around: Around, tmp_path: Path
) -> None:
    """A rehearsal keeps their digests alone. What was left when the site was killed is gone."""
    (tmp_path / "documents").mkdir()
    left = tmp_path / "documents" / "0f.part"
    left.write_bytes(b"half")
    site = await make_site(around=around, preset=Preset.PRODUCTION)
    assert not left.exists()
    me = await at_documents(site, around)
    content = picture("k" * 600 * KIB)
    status, body = await me.document("ktp", content)
    assert status == 201
    assert (tmp_path / "documents" / body["digest"]).read_bytes() == content


async def test_a_picture_that_cannot_be_kept_is_503(
    make_site: Callable[..., Awaitable[SiteInProcess]],
    around: Around,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A full disk is no fault of the visitor's, and nothing is acknowledged."""
    (tmp_path / "documents").write_bytes(b"no folder")
    site = await make_site(around=around, preset=Preset.PRODUCTION)
    me = await at_documents(site, around)
    status, body = await me.document("ktp")
    assert (status, body["error"], me.headers["X-Not-Processed"]) == (503, "busy", "1")
    assert await me.get("/documents") == (200, {"received": []})
    assert "a picture could not be kept" in caplog.text
    assert site.metric("site_steps_total", step="documents", result="busy") == 1
    assert site.metric("site_steps_total", step="documents", result="invalid") == 0


async def test_a_picture_that_is_too_large_is_413(site: SiteInProcess, around: Around) -> None:
    """The largest is taken, a byte more is not."""
    me = await at_documents(site, around)
    largest = picture("x" * (64 * KIB - len(picture(""))))
    assert (await me.document("ktp", largest))[0] == 201
    status, body = await me.document("ktp", largest + b"x")
    assert (status, body) == (413, {"error": "too-large", "most_bytes": 65_536})
    assert site.metric("site_steps_total", step="documents", result="invalid") == 1


@pytest.mark.parametrize("content", [b"GIF89a", b"<svg/>", b"x" * 100, b"\xff\xd8"])
async def test_what_is_no_picture_is_415(site: SiteInProcess, around: Around, content: bytes) -> None:
    """Whatever its sender calls it."""
    me = await at_documents(site, around)
    status, body = await me.document("selfie", content)
    assert (status, body["field"], body["reason"]) == (415, "selfie", "is no JPEG or PNG picture")
    assert site.metric("site_steps_total", step="documents", result="invalid") == 1


async def test_an_unknown_kind_is_400(site: SiteInProcess, around: Around) -> None:
    """There are two."""
    me = await at_documents(site, around)
    status, body = await me.document("passport")
    assert (status, body["field"]) == (400, "kind")


async def test_an_upload_without_its_token_is_403(site: SiteInProcess, around: Around) -> None:
    """It is a form like any other, whoever sends it."""
    me = await at_documents(site, around)
    me.csrf = "x"
    assert await me.document("ktp") == (403, {"error": "csrf"})


def _form(*parts: tuple[str, bytes]) -> bytes:
    """Give a multipart body with the boundary `B`."""
    body = b"".join(
        b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), content)
        for name, content in parts
    )
    return body + b"--B--\r\n"


@pytest.mark.parametrize(
    "spelt",
    ["Form-Data ; NAME={}", 'form-data; filename="a b;.png"; name="{}"', 'form-data;name="{}";x=y'],
)
async def test_a_part_is_known_by_its_name_however_that_is_spelt(
    site: SiteInProcess, around: Around, spelt: str
) -> None:
    """Browsers spell it in one way, and programmes in others."""
    me = await at_documents(site, around)
    usual = _form(("csrf", me.csrf.encode()), ("kind", b"ktp"), ("file", picture("x")))
    body = usual
    for name in ("csrf", "kind", "file"):
        body = body.replace(f'form-data; name="{name}"'.encode(), spelt.format(name).encode())
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    for one in (usual, body):
        assert (await me.call("POST", "/documents", data=one, headers=headers))[0] == 201


async def test_a_form_in_the_wrong_order_or_shape_is_400(site: SiteInProcess, around: Around) -> None:
    """The fields come first, each once, and few of them; a picture has to come."""
    me = await at_documents(site, around)
    token, file = ("csrf", me.csrf.encode()), ("file", picture("x"))
    kind = ("kind", b"ktp")
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    for body, status in (
        (_form(token, kind), 400),
        (_form(token, kind, kind, file), 400),
        (_form(token, ("kind", b"k" * 2000), file), 400),
        (_form(token, *((f"x{n}", b"") for n in range(9)), file), 400),
        (_form(token, ("kind", b"\xff"), file), 400),
        (_form(file, token, kind), 403),
        (_form(token, kind, ("file", b"")), 415),
        (b"nothing of the kind", 400),
        (b"", 400),
    ):
        got, _ = await me.call("POST", "/documents", data=body, headers=headers)
        assert got == status, body
    assert await me.get("/documents") == (200, {"received": []})


async def test_a_picture_that_is_cut_off_is_not_kept(site: SiteInProcess, around: Around) -> None:
    """The answer is 400, if anybody is there to read it."""
    me = await at_documents(site, around)
    body = _form(("csrf", me.csrf.encode()), ("kind", b"ktp"), ("file", picture("x" * 500)))
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    status, answer = await me.call("POST", "/documents", data=body[:-20], headers=headers)
    assert (status, answer["error"]) == (400, "invalid")
    assert await me.get("/documents") == (200, {"received": []})


async def test_another_content_type_is_415(site: SiteInProcess, around: Around) -> None:
    """JSON carries no pictures."""
    me = await at_documents(site, around)
    status, body = await me.post("/documents", kind="ktp")
    assert (status, body["error"]) == (415, "unsupported-media-type")


async def test_a_person_sees_which_picture_was_wrong(site: SiteInProcess, around: Around) -> None:
    """And which was received."""
    walker = await at_documents(site, around)
    await walker.document("ktp")
    me = Reader(site)
    me.cookies["session"] = walker.session["Cookie"].removeprefix("session=")
    await me.go("/documents")
    assert "paling besar 64 KiB" in me.text
    await me.upload("selfie", b"GIF89a")
    assert (me.status, "bukan gambar JPEG atau PNG" in me.text) == (415, True)
    assert "#selfie" in me.page.links
    assert me.text.count("Diterima") == 1


@pytest.mark.parametrize("name", ["a\0b.png", "../../a.png", "", "a" * 5_000, "\u202egnp.a"])
async def test_the_name_of_a_file_leads_to_nothing(
    site: SiteInProcess, around: Around, name: str
) -> None:
    """It is not looked at; a part whose head has a NUL is none."""
    me = await at_documents(site, around)
    disposition = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    body = _form(("csrf", me.csrf.encode()), ("kind", b"ktp"), ("file", picture("x")))
    named = body.replace(b'Content-Disposition: form-data; name="file"', disposition.encode())
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    status, _ = await me.call("POST", "/documents", data=named, headers=headers)
    assert status == (400 if "\0" in name else 201)


async def test_a_part_that_is_none_behind_the_picture_is_400(
    site: SiteInProcess, around: Around
) -> None:
    """Nothing may follow it, and this is not even a part."""
    me = await at_documents(site, around)
    whole = _form(("csrf", me.csrf.encode()), ("kind", b"ktp"), ("file", picture("x")))
    body = whole.replace(b"--B--", b"--B\r\nContent-Disposition: \0\r\n\r\n\r\n--B--")
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    assert (await me.call("POST", "/documents", data=body, headers=headers))[0] == 400


@pytest.mark.parametrize("behind", [b"<html>", b"</x><ScRiPt>", EMPTY_ARCHIVE])
async def test_a_picture_that_is_something_else_besides_is_415(
    site: SiteInProcess, around: Around, behind: bytes
) -> None:
    """A page or an archive to those who look for one."""
    me = await at_documents(site, around)
    status, body = await me.document("ktp", picture("x") + behind)
    assert (status, body["reason"]) == (415, "is a picture and something else")


async def test_a_naive_site_takes_a_file_for_what_it_is_called(
    make_site: Callable[..., Awaitable[SiteInProcess]], around: Around
) -> None:
    """A page that is called foto.jpg is a picture to it; another name is none, and no name an error."""
    site = await make_site(around=around, layers=Layers.named("naive"))
    me = await at_documents(site, around)
    assert (await me.document("ktp", b"<html>"))[0] == 201
    assert (await me.document("selfie", picture("x")))[0] == 201
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    for name, wanted in (("a.html", 415), ("a", 500)):
        body = _form(("kind", b"ktp"), ('file"; filename="' + name, picture("x")))
        assert (await me.call("POST", "/documents", data=body, headers=headers))[0] == wanted
    missing = _form(("kind", b"ktp"))
    assert (await me.call("POST", "/documents", data=missing, headers=headers))[0] == 400
