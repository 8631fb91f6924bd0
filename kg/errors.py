"""Every error kg raises on purpose.

    KGError
    ├── InputError            a file, line or argument cannot be used
    │   ├── ArticleError      an article cannot be read
    │   │   └── BudgetError   it is too large, or reading it takes too long
    │   └── ClaimLineError    a line of flat claims cannot be used
    ├── RefusedError          a claim does not hold against its sentence
    ├── NotFoundError         no such claim, article, entity or question
    ├── QueryError            a SPARQL query is malformed or not allowed
    │   └── TooMuchError      its answer is larger than a server gives
    ├── StoreError            the store cannot be used
    │   └── StoreBusyError    another process is writing to it
    └── MissingExtraError     an optional part is not installed

`str(error)` is one line for the user: what is wrong, where, and what to do about it.
"""

from __future__ import annotations

__all__ = [
    "ArticleError",
    "BudgetError",
    "ClaimLineError",
    "InputError",
    "KGError",
    "MissingExtraError",
    "NotFoundError",
    "QueryError",
    "RefusedError",
    "StoreBusyError",
    "StoreError",
    "TooMuchError",
    "underline",
]


class KGError(Exception):
    """Base of all errors that kg raises on purpose.

    Args:
        problem: what is wrong, without a full stop.
        place: the file, claim or store it is about; empty where there is none.
        fix: what the user can do about it; empty where nothing helps.
        excerpt: the text at fault with a line of marks under it (see `underline`), or empty.
    """

    def __init__(self, problem: str, *, place: str = "", fix: str = "", excerpt: str = "") -> None:
        self.problem = problem
        self.place = place
        self.fix = fix
        self.excerpt = excerpt
        super().__init__(problem, place, fix, excerpt)

    def __str__(self) -> str:
        head = f"{self.place}: {self.problem}" if self.place else self.problem
        line = f"{head}; {self.fix}" if self.fix else head
        return " ".join(line.split())

    def __reduce__(self) -> tuple[object, ...]:  # keyword arguments survive a process pool
        return _rebuild, (type(self), self.problem, self.place, self.fix, self.excerpt)


def _rebuild(kind: type[KGError], problem: str, place: str, fix: str, excerpt: str) -> KGError:
    return kind(problem, place=place, fix=fix, excerpt=excerpt)


class InputError(KGError):
    """A file, line or argument cannot be used."""


class ArticleError(InputError):
    """An article cannot be read."""


class BudgetError(ArticleError):
    """An article is too large, or reading it takes too long."""


class ClaimLineError(InputError):
    """A line of flat claims cannot be used."""


class RefusedError(KGError):
    """A claim does not hold against its sentence."""


class NotFoundError(KGError):
    """No such claim, article, entity or question."""


class QueryError(KGError):
    """A SPARQL query is malformed or not allowed."""


class TooMuchError(QueryError):
    """The answer to a query is larger than a server gives."""


class StoreError(KGError):
    """The store cannot be used."""


class StoreBusyError(StoreError):
    """Another process is writing to the store."""


class MissingExtraError(KGError):
    """An optional part is not installed."""

    @classmethod
    def of(cls, extra: str, purpose: str) -> MissingExtraError:
        """Build the error for a missing extra, e.g. `of("html", "reading .html articles")`."""
        return cls(
            f"{purpose} needs the extra '{extra}'", fix=f"install it with: pip install 'kg-receipts[{extra}]'"
        )


def underline(text: str, start: int, end: int, *, margin: int = 40) -> str:
    """Show a piece of text on one line with marks under `text[start:end]`.

    Args:
        text: the whole text.
        start: first code point at fault.
        end: one past the last code point at fault.
        margin: how many code points of context to keep on either side.

    Returns:
        Two lines; line breaks and control characters within the piece appear as spaces.
    """
    left, right = max(0, start - margin), min(len(text), end + margin)
    shown = "".join(c if c.isprintable() else " " for c in text[left:right])
    before, after = ("…" if left else ""), ("…" if right < len(text) else "")
    pad = " " * (len(before) + start - left)
    return f"{before}{shown}{after}\n{pad}{'^' * max(1, min(end, right) - start)}"
