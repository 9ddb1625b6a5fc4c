"""A template of a page: escaped, strict about names, and with the filters that every page needs."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from siaga.judge import amount
from siaga.report.glossary import TERMS
from siaga.report.mark import state_mark
from siaga.report.moment import moment
from siaga.report.origin import check_origin, objective_origin
from siaga.report.witness import shown_witness


def template(name: str) -> Template:
    """Give the template of that name; whatever is put into it is escaped, and has to be there."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    """Give what templates are read by; it keeps each, which takes long to be compiled."""
    environment = Environment(
        loader=PackageLoader("siaga.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "count": amount.count,
        "number": amount.number,
        "seconds": amount.seconds,
        "duration": amount.duration,
        "share": amount.share,
        "check_origin": check_origin,
        "objective_origin": objective_origin,
        "mark": state_mark,
        "moment": moment,
        "shown_witness": shown_witness,
    }
    script = _own("zoom.js") + _own("filter.js")
    environment.globals |= {
        "amount": amount.amount,
        "terms": TERMS,
        "style": _own("style.css"),
        "script": script,
        "script_hash": _hash(script),
    }
    return environment


def _own(name: str) -> Markup:
    """Give a file that may stand in the page as it is, since it is the package's own."""
    text = resources.files("siaga.report").joinpath(f"templates/{name}").read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - a file of this package


def _hash(script: str) -> str:
    """Name a script as a policy does that lets it run, and no other (CSP level 3, section 2.3.1)."""
    return f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}"
