"""Claims about remote writes: they arrive in order, and a receiver that fails costs none."""

from collections.abc import AsyncIterator

import pytest

from siaga.observe import remote_write as module
from siaga.observe.remote_write import RemoteWrite
from tests.observe.write_receiver import WriteReceiver, receiving

TOKEN = "s3cret-t0ken"


@pytest.fixture
async def receiver() -> AsyncIterator[WriteReceiver]:
    """Run a receiver."""
    async with receiving() as made:
        yield made


def counted(remote: RemoteWrite) -> dict[str, float]:
    """Give how the writes ended."""
    (family,) = remote.collect()
    return {one.labels["result"]: one.value for one in family.samples}


async def test_what_waits_is_sent_in_order_as_a_receiver_demands_it(receiver: WriteReceiver) -> None:
    """Packed, with the headers of the format and the token."""
    remote = RemoteWrite(receiver.url, TOKEN, 5.0)
    remote.add(b"first")
    remote.add(b"second")
    await remote.send()
    assert receiver.taken == [b"first", b"second"]
    assert (remote.error, counted(remote)) == ("", {"written": 2, "refused": 0, "lost": 0})
    names = ("Content-Encoding", "Content-Type", "X-Prometheus-Remote-Write-Version", "Authorization")
    assert [receiver.headers[name] for name in names] == [
        "snappy",
        "application/x-protobuf",
        "0.1.0",
        f"Bearer {TOKEN}",
    ]


async def test_without_a_token_none_is_sent(receiver: WriteReceiver) -> None:
    """There is no empty one either."""
    remote = RemoteWrite(receiver.url, "", 5.0)
    remote.add(b"first")
    await remote.send()
    assert "Authorization" not in receiver.headers


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_write_that_may_be_taken_later_keeps_the_others_waiting(
    receiver: WriteReceiver, status: int
) -> None:
    """Each is taken once in the end, in order; what is said of the failure holds no secret."""
    receiver.answers = [(status, f"busy,\n{TOKEN} {receiver.url}")]
    remote = RemoteWrite(receiver.url, TOKEN, 5.0)
    remote.add(b"first")
    remote.add(b"second")
    await remote.send()
    assert remote.error == f"status {status}: busy, (secret) (secret)"
    await remote.send()
    assert receiver.taken == [b"first", b"first", b"second"]
    assert (remote.error, counted(remote)["written"]) == ("", 2)


@pytest.mark.parametrize("status", [302, 400, 404])
async def test_a_write_that_is_refused_is_given_up(receiver: WriteReceiver, status: int) -> None:
    """It would be refused again; those behind it are sent, and the reason is told."""
    receiver.answers = [(status, "out of order")]
    remote = RemoteWrite(receiver.url, "", 5.0)
    remote.add(b"first")
    remote.add(b"second")
    await remote.send()
    assert receiver.taken == [b"first", b"second"]
    assert remote.error == f"status {status}: out of order"
    assert counted(remote) == {"written": 1, "refused": 1, "lost": 0}


async def test_nobody_there_is_told_without_the_address() -> None:
    """The library's words would name it."""
    remote = RemoteWrite("http://127.0.0.1:1/hunter2", "", 5.0)
    remote.add(b"first")
    await remote.send()
    assert remote.error == "no answer (ClientConnectorError)"


async def test_a_receiver_that_never_answers_is_given_up_in_time(receiver: WriteReceiver) -> None:
    """The write waits for the next time."""
    receiver.answers = [(503, "x" * (module.BODY_LIMIT_BYTES + 1))]
    remote = RemoteWrite(receiver.url, "", 5.0)
    remote.add(b"first")
    await remote.send()
    assert remote.error == "the answer is too long"
    late = RemoteWrite(receiver.url, "", 1e-6)
    late.add(b"second")
    await late.send()
    assert late.error == "no whole answer in time"


async def test_of_what_waits_too_long_the_oldest_is_lost(
    receiver: WriteReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receiver that is gone costs a bounded amount of memory, and the loss is counted."""
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    remote = RemoteWrite(receiver.url, "", 5.0)
    for one in (b"first", b"second", b"third"):
        remote.add(one)
    await remote.send()
    assert receiver.taken == [b"second", b"third"]
    assert counted(remote) == {"written": 2, "refused": 0, "lost": 1}
