"""The defaults of Locust's options, which Locust looks up anew whenever it asks for one of them."""

from functools import cache

from locust import argument_parser


def remember_defaults() -> None:
    """Have Locust look up the defaults of its options once.

    A worker asks for them once an option, and again each time that visitors are to begin. That takes
    half a second, in which none of its visitors can do anything: it would be in all latencies of a ramp.
    """
    argument_parser.default_args_dict = cache(argument_parser.default_args_dict)
