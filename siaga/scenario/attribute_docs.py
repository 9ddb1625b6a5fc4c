"""The AttributeDocs of a class: what stands below each of its attributes, in quotes.

Pydantic would read them whenever a class is made, which takes every process as long as to make it; only
who describes a scenario asks for them.
"""

import ast
import inspect
import textwrap
from collections.abc import Mapping
from functools import cache
from itertools import pairwise


@cache
def attribute_docs(of: type) -> Mapping[str, str]:
    """Give what stands below the attributes that a class itself declares, by their names."""
    (made,) = ast.parse(textwrap.dedent(inspect.getsource(of))).body
    body = made.body if isinstance(made, ast.ClassDef) else []
    return {
        one.target.id: inspect.cleandoc(below.value.value)
        for one, below in pairwise(body)
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
        if isinstance(below.value.value, str)
    }
