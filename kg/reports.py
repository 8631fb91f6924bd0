"""What became of the files of a load."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from kg.errors import KGError, RefusedError
from kg.versions import Revision

__all__ = ["LoadReport", "Loaded"]


@dataclass(frozen=True)
class Loaded:
    """What became of one file.

    Attributes:
        place: the file, or the name of the text.
        outcome: `loaded`, `unchanged` (the same was there already) or `skipped`.
        note: one line for the user: why it was skipped, or what else there is to say.
        article: the article's id; None where it was skipped.
        refused: claims that did not hold against their sentences, and why.
        revision: how it differs from what was loaded of the article before; None where nothing was.
    """

    place: str
    outcome: Literal["loaded", "unchanged", "skipped"]
    note: str = ""
    article: str | None = None
    evidences: int = 0
    claims: int = 0
    refused: tuple[RefusedError, ...] = ()
    error: KGError | None = None
    revision: Revision | None = None


@dataclass
class LoadReport:
    """What became of each file, in order."""

    files: list[Loaded] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """How many files came out so."""
        return sum(f.outcome == outcome for f in self.files)

    @property
    def errors(self) -> list[KGError]:
        """Why files were skipped."""
        return [f.error for f in self.files if f.error is not None]

    @property
    def evidences(self) -> int:
        """How many evidences the files hold that are in the store now."""
        return sum(f.evidences for f in self.files)

    @property
    def refused(self) -> int:
        """How many evidences did not hold."""
        return sum(len(f.refused) for f in self.files)

    def as_dict(self) -> dict[str, Any]:
        """The report for JSON."""
        rows = [
            {"file": f.place, "outcome": f.outcome, "note": f.note, "article": f.article, "claims": f.claims,
             "evidences": f.evidences, "refused": [str(r) for r in f.refused],
             "revision": None if f.revision is None else f.revision.as_dict()}
            for f in self.files
        ]  # fmt: skip
        totals = {k: self.count(k) for k in ("loaded", "unchanged", "skipped")}
        return totals | {"evidences": self.evidences, "refused": self.refused, "files": rows}

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<tr><td>{escape(f.place)}</td><td>{f.outcome}</td><td>{f.claims}</td><td>{escape(f.note)}</td></tr>"
            for f in self.files
        )
        return f"<table><tr><th>file</th><th>outcome</th><th>claims</th><th>note</th></tr>{rows}</table>"
