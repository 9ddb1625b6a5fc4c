"""The Environment: every variable that siaga and the built-in site read, found in the code."""

import re

from docs.reference.source import texts
from docs.reference.table import code, table
from siaga.crowd.flags import FLAGS

VARIABLE = re.compile(r"(SIAGA|SITE|GITHUB|CI)_[A-Z_]+|BRANCH_NAME")

MEANINGS = {
    "BRANCH_NAME": "Jenkins: the branch whose runs in `--baseline` count.",
    "CI_COMMIT_BRANCH": "GitLab: likewise.",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "GitLab: likewise, of a merge request the branch that it is for.",
    "GITHUB_ACTIONS": "`true`: reasons of the verdict become annotations, and the next two are written.",
    "GITHUB_BASE_REF": "GitHub: the branch that a pull request is for, whose runs in `--baseline` count.",
    "GITHUB_OUTPUT": "GitHub: file that takes `verdict`, `exit-code`, `run` and `report`.",
    "GITHUB_REF_NAME": "GitHub: the branch whose runs in `--baseline` count.",
    "GITHUB_STEP_SUMMARY": "GitHub: file that takes the summary.",
    "SIAGA_SOURCE_ADDRESSES": "Addresses of a worker's machine that its visitors come from in turn, with commas between them.",
    "SIAGA_TARGET_KEY": "Key with which a site on another machine signs that it may be loaded.",
    "SIAGA_TRACEBACK": "Anything: an internal error is shown with its stack.",
    "SITE_ADMIN_TOKEN": "Bearer token of the site's admin calls, the roll among them; the built-in site takes it, too.",
    "SITE_INBOX": "A journey of `siaga import har` to which something came by letter: the Mailpit that takes the site's letters.",
    "SITE_TARGET_KEY": "The built-in site: key with which it signs that it may be loaded.",
    "SITE_URL": "Set by siaga for what a Chaos Toolkit experiment runs: address of the site.",
}
"""What no line of the code says in a sentence. Each variable of the code needs one."""


def environment() -> str:
    """Write the section.

    Raises:
        ValueError: the code reads a variable that has no sentence, or one has a sentence that it does not read.
    """
    of_flags = {variable: f"As `{flag}` of `locust`." for flag, variable, *_rest in FLAGS}
    read = set(texts(VARIABLE, "siaga", "mock_site"))
    known = {**MEANINGS, **of_flags}
    if read != set(known):
        odd = ", ".join(sorted(read ^ set(known)))
        raise ValueError(f"environment: {odd}; each variable of the code has a sentence in MEANINGS")
    rows = [[code(name), known[name]] for name in sorted(known)]
    told = "A scenario may name further ones, as `${NAME}`, for tokens and addresses of databases."
    return f"## Environment\n\n{told}\n\n{table(('variable', 'meaning'), rows)}"
