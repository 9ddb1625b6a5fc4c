"""Signs: what grew shows harm, what stayed or merely went on shows none."""

import pytest

from siaga.faults.metrics_page import MetricsPage
from siaga.faults.neighbour.mail import Mail, MailSign
from siaga.faults.sign import Grows, Sign, Slows

FAILED = Grows(name="registry_requests_total", labels={"result": "failed"}, what="requests failed")
SLOW = Slows(name="registry_request_duration_seconds", factor=4.0, what="requests")


def counted(failed: float) -> MetricsPage:
    """Give the page of a registry."""
    return MetricsPage(
        f'registry_requests_total{{result="failed"}} {failed}\n'
        'registry_requests_total{result="served"} 7\n'
    )


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [(2, 2, ""), (2, 1_502, "1,500 requests failed"), (9, 4, "4 requests failed"), (9, 0, "")],
)
def test_a_counter_that_grew_says_by_how_much(before: int, now: int, said: str) -> None:
    """One that fell began again from nothing, as that of a process that was started anew."""
    assert FAILED.shown(FAILED.read(counted(before)), FAILED.read(counted(now))) == said


def timed(sum_s: float, count: int) -> MetricsPage:
    """Give the page of a registry that has answered."""
    name = "registry_request_duration_seconds"
    return MetricsPage(f"{name}_sum {sum_s}\n{name}_count {count}\n")


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ((10.0, 100), (10.0, 100), ""),
        ((10.0, 100), (11.0, 105), ""),
        ((10.0, 100), (12.0, 105), "5 requests took 0.4 s each, 0.1 s before"),
        ((0.0, 0), (2.0, 5), "5 requests took 0.4 s each"),
    ],
)
def test_a_mean_has_to_be_far_above_the_usual_one(
    before: tuple[float, int], now: tuple[float, int], said: str
) -> None:
    """Nothing answered shows nothing; without a usual mean, whatever was answered was slow."""
    assert SLOW.shown(SLOW.read(timed(*before)), SLOW.read(timed(*now))) == said


def posted(email: int, sms: int) -> MetricsPage:
    """Give the page of a post office that has lost messages."""
    name = "post_office_messages_total"
    return MetricsPage(
        f'{name}{{kind="email",event="lost"}} {email}\n{name}{{kind="sms",event="lost"}} {sms}\n'
    )


@pytest.mark.parametrize(
    ("channel", "said"),
    [("sms", "1 messages were lost"), ("email", ""), ("all", "1 messages were lost")],
)
def test_only_messages_of_the_harmed_channel_count(channel: str, said: str) -> None:
    """A lost SMS proves no harm of e-mail."""
    sign = MailSign(Mail.model_validate({"channel": channel}), "lost", "messages were lost")
    assert sign.shown(sign.read(posted(3, 5)), sign.read(posted(3, 6))) == said


@pytest.mark.parametrize(
    ("sign", "names"),
    [
        (FAILED, ["registry_requests_total"]),
        (SLOW, [f"registry_request_duration_seconds_{one}" for one in ("sum", "count")]),
        (MailSign(Mail(), "lost", "were lost"), ["post_office_messages_total"]),
    ],
)
def test_a_sign_names_what_it_reads(sign: Sign, names: list[str]) -> None:
    """So that the service need not show the rest."""
    assert list(sign.names) == names
