"""What is Asked of the proxy: the bodies that its API takes."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from aiohttp import web
from pydantic import Field, ValidationError

from siaga.faults.proxy.address import Address
from siaga.faults.proxy.refusal import bad, wrong
from siaga.faults.proxy.toxic import Direction
from siaga.scenario.part import Flag, Part

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=80)]
Toxicity = Annotated[float, Field(strict=True, ge=0, le=1)]


class NewProxy(Part):
    """A proxy that is to be made."""

    name: Name
    listen: str = "127.0.0.1:0"
    upstream: str = ""
    enabled: Flag = True


class ChangedProxy(Part):
    """What is to be changed of a proxy; what is not named stays."""

    upstream: str | None = None
    enabled: Flag | None = None


class NewToxic(Part):
    """A toxic that is to act."""

    name: Name | None = None
    type: str
    stream: Direction = "downstream"
    toxicity: Toxicity = 1.0
    attributes: Mapping[str, Any] = {}


class ChangedToxic(Part):
    """What is to be changed of a toxic; attributes that are not named stay."""

    toxicity: Toxicity | None = None
    attributes: Mapping[str, Any] = {}


Form = TypeVar("Form", bound=Part)


async def body(request: web.Request, form: type[Form]) -> Form:
    """Read the body of a request.

    Raises:
        Refusal: it does not have its form.
    """
    try:
        content = await request.json()
    except ValueError as error:
        raise bad(f"body: is no JSON ({error}); an object is needed") from None
    return formed(content, form)


def formed(content: object, form: type[Form], subject: str = "") -> Form:
    """Give JSON its form.

    Args:
        content: as it came.
        form: what it has to be.
        subject: what a refusal writes in front of each key.

    Raises:
        Refusal: it is something else.
    """
    try:
        return form.model_validate(content)
    except ValidationError as error:
        raise wrong(error, form, subject) from None


def upstream(text: str) -> Address | None:
    """Read whom a proxy connects to; empty: nobody yet.

    Raises:
        Refusal: it is no address, or has no port.
    """
    address = _address("upstream", text) if text else None
    if address is not None and not address.port:
        raise bad(f"upstream: {text!r} has port 0; that of the upstream is needed")
    return address


def listen(text: str) -> Address:
    """Read where a proxy listens.

    Raises:
        Refusal: it is no address, or can be reached from elsewhere.
    """
    address = _address("listen", text)
    if not address.is_loopback:
        raise bad(f"listen: {text!r} can be reached from elsewhere; 127.0.0.1 and [::1] are allowed")
    return address


def _address(key: str, text: str) -> Address:
    try:
        return Address.read(text)
    except ValueError as error:
        raise bad(f"{key}: {error}") from None
