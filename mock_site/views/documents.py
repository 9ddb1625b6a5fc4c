"""Documents: the pictures of identity card and person."""

from http import HTTPStatus

from aiohttp import web

from mock_site import keys
from mock_site.forms.cabinet import Received
from mock_site.forms.fields import Fields, one_of
from mock_site.forms.naive_upload import NaiveUpload
from mock_site.forms.upload import Upload
from mock_site.pages.answers import json_answer
from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import Refusal
from mock_site.store.progress import Document, DocumentKind, Step
from mock_site.store.steps import AddDocument, StepTaken
from mock_site.trust.costs import KIB
from mock_site.views.form_page import first_shown, shown_again
from mock_site.views.paths import PROGRESS_PATH, STEP_PATHS
from mock_site.views.rendering import see_other
from mock_site.views.step_page import step_page
from mock_site.views.stepping import taken
from mock_site.views.visitor import account_before

_KINDS = [kind.value for kind in DocumentKind]


async def _form(request: web.Request, refusal: Refusal | None) -> web.Response:
    account = await account_before(request, Step.DOCUMENTS)
    received = [kind.value for kind in DocumentKind if kind in account.documents]
    if not wants_html(request):
        return json_answer({"received": received})
    fault = next(iter(refusal.faults), "") if refusal else ""
    context = {
        "received": received,
        "fault_kind": fault,
        "most_size": _size(request.app[keys.CABINET].rule.most_bytes),
    }
    return step_page(request, Step.DOCUMENTS, context, refusal)


show = first_shown(_form)


@shown_again(_form)
async def add(request: web.Request) -> web.Response:
    """Take a picture; the step is done once there is one of every kind.

    Raises:
        Refusal: 400 for a wrong form, 401 and 403 without session or earlier step, 413 for a picture
            that is too large, 415 for what is none, 503 for one that cannot be kept.
        StoreError: it could not be written.
    """
    handed_in: list[Document] = []
    outcome = await taken(request, Step.DOCUMENTS, _added(request, handed_in))
    request.app[keys.METRICS].journey.document_bytes.inc(handed_in[0].size_bytes)
    if wants_html(request):
        done = Step.DOCUMENTS in outcome.account.done_at_s
        return see_other(PROGRESS_PATH if done else STEP_PATHS[Step.DOCUMENTS])
    return json_answer(_content(handed_in[0]), HTTPStatus.CREATED)


async def _added(request: web.Request, handed_in: list[Document]) -> StepTaken:
    account = await account_before(request, Step.DOCUMENTS)
    upload = _upload(request)
    await upload.read_fields()
    fields = Fields(upload.fields, {"kind"})
    kind = fields.text("kind", one_of(_KINDS))
    fields.settle()
    picture = await upload.receive(request.app[keys.CABINET], kind)
    handed_in.append(_document(DocumentKind(kind), picture))
    return AddDocument(account_id=account.account_id, document=handed_in[0])


def _upload(request: web.Request) -> Upload | NaiveUpload:
    is_naive = request.app[keys.READING].believes_names
    return NaiveUpload(request) if is_naive else Upload(request)


def _document(kind: DocumentKind, picture: Received) -> Document:
    return Document(
        kind=kind,
        digest=picture.digest,
        media_type=picture.media_type,
        size_bytes=picture.size_bytes,
    )


def _content(document: Document) -> dict[str, str | int]:
    return {
        "kind": document.kind.value,
        "digest": document.digest,
        "bytes": document.size_bytes,
    }


def _size(most_bytes: int) -> str:
    mib = most_bytes // (KIB * KIB)
    return f"{mib} MiB" if mib else f"{most_bytes // KIB} KiB"
