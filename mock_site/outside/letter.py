"""The letter: what a person reads of a message, in Indonesian and English."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from mock_site.store.message import Message, MessageKind

_VERIFY = """\
Terima kasih telah mendaftar. Buka tautan ini untuk memastikan alamat surel Anda:
Thank you for registering. Open this link to verify your e-mail address:

{link}

Abaikan surel ini jika Anda tidak mendaftar.
Ignore this e-mail if you have not registered."""
_OTP = """\
Kode Anda {code}. Jangan berikan kepada siapa pun, termasuk petugas.
Your code is {code}. Give it to nobody, not even to staff."""
_SEAT = """\
Anda terdaftar di gelombang ini, nomor pendaftaran {registration}.
You have joined the wave, registration {registration}."""
_NOT_DRAWN = """\
Undian gelombang ini telah selesai. Pendaftaran {registration} tidak terundi.
Lots are drawn for this wave. Registration {registration} was not drawn."""
_PASSED = """\
Hasil tes kemampuan Anda: lulus. Silakan masuk dan gabung gelombang: {site}
Your ability test: passed. Log in and join the wave: {site}"""
_NOT_PASSED = """\
Hasil tes kemampuan Anda: belum lulus. Anda boleh mengulang: {site}
Your ability test: not passed yet. You may take it again: {site}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message in words.

    Attributes:
        channel: `email` or `sms`.
        subject: empty for an SMS.
        text: plain.
    """

    channel: str
    subject: str
    text: str


class Letters:
    """Puts messages into words.

    Args:
        public_url: of the site.
        token: gives the token of an account's e-mail written at a time in Unix seconds.
    """

    def __init__(self, public_url: str, token: Callable[[str, float], str]) -> None:
        self._site = public_url.rstrip("/")
        self._token = token

    def of(self, message: Message) -> Letter:
        """Put a message into words."""
        match message.kind:
            case MessageKind.VERIFY_EMAIL:
                text = _VERIFY.format(link=self._link(message))
                return Letter(channel="email", subject="Verifikasi surel / Verify e-mail", text=text)
            case MessageKind.RESULT:
                words = _PASSED if message.body == "passed" else _NOT_PASSED
                text = words.format(site=f"{self._site}/me")
                return Letter(channel="email", subject="Hasil tes / Test result", text=text)
            case MessageKind.OTP:
                return Letter(channel="sms", subject="", text=_OTP.format(code=message.body))
            case MessageKind.SEAT:
                text = _SEAT.format(registration=message.body)
                return Letter(channel="sms", subject="", text=text)
            case MessageKind.NOT_DRAWN:
                text = _NOT_DRAWN.format(registration=message.body)
                return Letter(channel="sms", subject="", text=text)

    def _link(self, message: Message) -> str:
        token = quote(self._token(message.account_id, message.at_s), safe="")
        return f"{self._site}/accounts/verify-email?token={token}"
