"""The tree of errors is the one that is drawn, and each error is one line."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
import re

import pytest

import kg
from kg import errors
from kg.errors import KGError, MissingExtraError, underline


def _all_errors() -> list[type[KGError]]:
    for module in pkgutil.walk_packages(kg.__path__, "kg."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, queue = [], [KGError]
    while queue:
        kind = queue.pop()
        found.append(kind)
        queue += kind.__subclasses__()
    return [k for k in found if k.__module__.startswith("kg")]


def _drawn() -> dict[str, int]:
    """Name -> depth, as the module's docstring draws them."""
    tree = {}
    for line in (errors.__doc__ or "").splitlines():
        m = re.match(r"( {4})((?:[│ ] {3})*(?:[├└]── )?)(\w+Error)\b", line)
        if m:
            tree[m[3]] = len(m[2]) // 4
    return tree


def test_every_error_is_in_the_drawn_tree_at_its_place() -> None:
    drawn = _drawn()
    assert {k.__name__: len(k.__mro__) - 4 for k in _all_errors()} == drawn


@pytest.mark.parametrize("kind", _all_errors(), ids=lambda k: k.__name__)
def test_an_error_is_one_line_and_survives_a_process_pool(kind: type[KGError]) -> None:
    error = kind("something\nis wrong", place="a.txt", fix="mend\tit", excerpt="text\n^^^^")
    assert str(error) == "a.txt: something is wrong; mend it"
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert (str(again), again.excerpt) == (str(error), error.excerpt)
    assert str(kind("bare")) == "bare"


def test_a_missing_extra_says_how_to_install_it() -> None:
    assert "pip install 'kg-receipts[html]'" in str(MissingExtraError.of("html", "reading .html articles"))


def test_underline_marks_the_place() -> None:
    assert underline("abcdef", 2, 4) == "abcdef\n  ^^"
    assert underline("x" * 100 + "bad" + "y" * 100, 100, 103, margin=2) == "…xxbadyy…\n   ^^^"
    assert underline("a\nb", 0, 3) == "a b\n^^^"
    assert underline("", 0, 0).endswith("^")
