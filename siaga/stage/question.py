"""The Question to a target whether it may be loaded: one small request, with nothing left open-ended."""

import asyncio
from http import HTTPStatus

import aiohttp

from siaga.observe.body import body_of
from siaga.observe.bound_session import bound_session
from siaga.sender import Sender
from siaga.stage.agreement import PATH
from siaga.stage.examination import QuestionError

DEADLINE_S = 5.0
MOST_BYTES = 4_096


def ask(url: str, sender: Sender, nonce: str) -> bytes:
    """Ask a target, and give the body of its answer.

    Args:
        url: its base URL.
        sender: bound to the address that is asked.
        nonce: a number used once.

    Raises:
        QuestionError: there is no answer in time, or another than a small one with status 200.
    """
    return asyncio.run(_asked(f"{url}{PATH}?nonce={nonce}", sender))


async def _asked(url: str, sender: Sender) -> bytes:
    try:
        async with (
            asyncio.timeout(DEADLINE_S),
            bound_session(sender) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            _refuse(answer.status)
            too_large = QuestionError(f"its answer is over {MOST_BYTES:,} bytes; that much is allowed")
            return await body_of(answer, MOST_BYTES, too_large)
    except TimeoutError:
        raise QuestionError(f"there is no whole answer within {DEADLINE_S:g} s") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        said = _printable(f"{type(error).__name__}: {error}")[:160]
        raise QuestionError(f"there is no answer ({said})") from None


def _refuse(status: int) -> None:
    if status // 100 == 3:  # noqa: PLR2004 - the class of redirects
        raise QuestionError(f"it answers with a redirect ({status}), which is not followed")
    if status == HTTPStatus.NOT_FOUND:
        raise QuestionError(f"it has no {PATH} (404), hence has not agreed to be loaded")
    if status != HTTPStatus.OK:
        raise QuestionError(f"it answers {status}; 200 is needed")


def _printable(text: str) -> str:
    """Leave out what would act on a terminal: the target may have a say in the text."""
    return "".join(one if one.isprintable() else " " for one in text)
