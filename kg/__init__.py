"""kg turns news articles into a knowledge graph in which every claim carries its receipt.

    import kg

    with kg.open() as graph:
        graph.load("articles/")
        for claim in graph.claims(about="KPMG"):
            print(claim.quote)

Names are loaded when they are first used, so that `import kg` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from kg.errors import KGError, NotFoundError, QueryError, StoreBusyError, StoreError
    from kg.flat import FlatClaim
    from kg.graph import KnowledgeGraph
    from kg.graph import open_graph as open  # noqa: A004 - kg.open reads as what it does
    from kg.model import Claim, Entity, Evidence, TextSpan
    from kg.provenance import Trace
    from kg.queries import Result
    from kg.selection import ClaimFilter

__all__ = [
    "Claim",
    "ClaimFilter",
    "Entity",
    "Evidence",
    "FlatClaim",
    "KGError",
    "KnowledgeGraph",
    "NotFoundError",
    "QueryError",
    "Result",
    "StoreBusyError",
    "StoreError",
    "TextSpan",
    "Trace",
    "open",
]

_HOMES: Final = {
    "Claim": "model",
    "ClaimFilter": "selection",
    "Entity": "model",
    "Evidence": "model",
    "FlatClaim": "flat",
    "KGError": "errors",
    "KnowledgeGraph": "graph",
    "NotFoundError": "errors",
    "QueryError": "errors",
    "Result": "queries",
    "StoreBusyError": "errors",
    "StoreError": "errors",
    "TextSpan": "model",
    "Trace": "provenance",
    "open": "graph",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute '{name}'")
    found = getattr(import_module(f"kg.{_HOMES[name]}"), "open_graph" if name == "open" else name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
