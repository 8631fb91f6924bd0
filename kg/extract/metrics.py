"""Which metric a phrase names, a verb implies, or a counted noun means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.extract.lexicon import read_table, singular

__all__ = ["Named", "counted_metric", "metric_of_words", "verb_metric"]

_LONGEST: Final = 6
_BARE: Final = frozenset({"parameters", "tokens"})
"""Units that texts leave out beside the metric's name: `a parameter count of 7 billion`."""
_KIND_OF: Final = {"bare": "count", "scaled": "count"}


@dataclass(frozen=True, slots=True)
class Named:
    """A metric as words name it.

    Attributes:
        metric: local name in the ontology.
        size: how many words name it.
        negative: whether the words turn the figure below zero (`decline`).
    """

    metric: str
    size: int
    negative: bool = False


@dataclass(frozen=True)
class _Index:
    nouns: Mapping[str, tuple[tuple[str, frozenset[str], bool], ...]]
    verbs: Mapping[str, tuple[tuple[str, frozenset[str], bool], ...]]
    counted: Mapping[str, str]


@cache
def _index() -> _Index:
    nouns: dict[str, list[tuple[str, frozenset[str], bool]]] = {}
    verbs: dict[str, list[tuple[str, frozenset[str], bool]]] = {}
    counted: dict[str, str] = {}
    for table in read_table("metrics")["metrics"]:
        metric, units = table["metric"], frozenset(table["units"])
        negative = frozenset(table.get("negative", ()))
        for noun in table["nouns"]:
            nouns.setdefault(_fold(noun), []).append((metric, units, noun in negative))
        for verb in table["verbs"]:
            verbs.setdefault(verb, []).append((metric, units, verb in negative))
        for noun in table["counted"]:
            counted.setdefault(_fold(noun), metric)
    return _Index({k: tuple(v) for k, v in nouns.items()}, {k: tuple(v) for k, v in verbs.items()}, counted)


def _fold(phrase: str) -> str:
    head, _, tail = phrase.rpartition(" ")
    return f"{head} {singular(tail)}" if head else singular(tail)


def _kind(kind: str) -> str:
    return _KIND_OF.get(kind, kind)


def _suffixes(words: Sequence[str]) -> list[tuple[int, str]]:
    sizes = range(min(_LONGEST, len(words)), 0, -1)
    return [(size, " ".join([*words[-size:-1], singular(words[-1])])) for size in sizes]


_OUTLOOKS: Final = frozenset(
    "forecast guidance outlook estimate projection expectation prediction consensus target goal "
    "ambition".split()
)


def metric_of_words(words: Sequence[str], kind: str = "") -> Named | None:
    """The metric that lower-case words name at their end; `sales forecast` names what `sales` does.

    Args:
        words: the words of a noun phrase, in order.
        kind: kind of unit of the figure; empty for any.
    """
    found = _named(words, kind)
    if not words or singular(words[-1]) not in _OUTLOOKS or (found is not None and found.size > 1):
        return found
    inner = _named(words[:-1], kind)
    if inner is None:
        return found
    return Named(inner.metric, inner.size + 1, inner.negative)


def _named(words: Sequence[str], kind: str) -> Named | None:
    wanted = _kind(kind)
    for size, phrase in _suffixes(words):
        for metric, units, negative in _index().nouns.get(phrase, ()):
            if not wanted or _fits(wanted, units):
                return Named(metric, size, negative)
    return None


def _fits(wanted: str, units: frozenset[str]) -> bool:
    """Whether a figure of a kind can be of a metric with these kinds of unit."""
    return (
        wanted in units
        or (wanted == "multiple" and "percent" in units)
        or (wanted == "count" and units <= _BARE)
    )


def verb_metric(lemma: str, kind: str) -> Named | None:
    """The metric that a verb implies for a figure of this kind."""
    for metric, units, negative in _index().verbs.get(lemma, ()):
        if _kind(kind) in units or (kind == "multiple" and "percent" in units):
            return Named(metric, 1, negative)
    return None


def counted_metric(words: Sequence[str]) -> Named | None:
    """The metric that counting these lower-case words means: `monthly active users`, `stores`."""
    for size, phrase in _suffixes(words):
        metric = _index().counted.get(phrase)
        if metric is not None:
            return Named(metric, size)
    return None
