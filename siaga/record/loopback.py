"""The loopback: the addresses and the name by which a machine reaches itself."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, without looking it up.

    Args:
        host: a name or an address, without brackets and port.
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
