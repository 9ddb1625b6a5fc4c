"""Claims about trust: no answer that was cut off passes for whole, whatever Python is used."""

import ssl

from siaga.crowd.trust import Trust


def test_an_end_that_tls_knows_nothing_of_is_passed_over_by_no_context() -> None:
    """Early ones of Python 3.11 would; a channel has the same, and offers no HTTP/2."""
    plain, offering = (ssl.create_default_context() for _ in range(2))
    for context in (plain, offering):
        context.options |= ssl.OP_IGNORE_UNEXPECTED_EOF
    trust = Trust.of(plain, offering)
    assert not any(one.options & ssl.OP_IGNORE_UNEXPECTED_EOF for one in (plain, offering))
    assert trust.of_channels == Trust(plain, None)
    assert Trust.of(plain).http2 is None
