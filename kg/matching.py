"""Questions in plain words: which ready-made question is meant, and with what parameters; no language model.

The words of a question are set against the words that each ready-made question lists in its head (`# words:`)
and its description. Names of the graph, of the classes that a question takes (`# takes:`), years and figures
become parameters. What was understood, and what was not, is part of the answer; a question that fits none, or
two equally well, is not answered but offered the nearest ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from math import log
from typing import Final

import pyoxigraph as ox

from kg import vocab
from kg.claims import ClaimReader
from kg.extract.quantities import find_quantities
from kg.extract.text import normalise
from kg.ids import fold_name
from kg.quads import text_of
from kg.queries import Question, questions

__all__ = ["Understanding", "understand"]

_WORDS: Final = re.compile(r"#\s*words:\s*(.*)")
_TAKES: Final = re.compile(r"#\s*takes:\s*(.*)")
_TOKEN: Final = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_STOP: Final = frozenset(
    "a an and are as be been by did do does for from had has have how in is it its me of on or so than that "
    "the their them there these they this those to was were what when which who whom whose why will with "
    "would much many us you your our any some all list show give please each into at".split()
)
_COMPARE: Final = frozenset(
    {"differ", "differs", "difference", "different", "compare", "conflict", "disagree"}
)
_LABEL: Final = ox.NamedNode(vocab.RDFS_LABEL)
_ATTRIBUTED: Final = ox.NamedNode(vocab.PROV_WAS_ATTRIBUTED_TO)
_WHOLE: Final = frozenset({"Market", "Industry", "Technology", "Event", "Report"})
"""Classes of things that may be called by a part of their name."""

_LONGEST_NAME: Final = 8
_ENDINGS: Final = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ors",
    "or",
    "ers",
    "er",
    "ed",
    "es",
    "s",
    "e",
)
_LEAST: Final = 0.5
"""Share of a question's words, weighed, that the ready-made question must know."""

_CLOSE: Final = 0.05
"""Questions whose scores lie so near to the best one's are equally good."""


@dataclass(frozen=True)
class Understanding:
    """What was made of a question.

    Attributes:
        words: the question as it was put.
        question: the ready-made question that is meant; None where none is, or figures are to be compared.
        params: its parameters.
        figures: figures that are to be compared, as they were typed.
        names: things of the graph that it names.
        unused: its words that played no part.
        nearest: names of ready-made questions that come near, best first.
    """

    words: str
    question: Question | None = None
    params: dict[str, str] = field(default_factory=dict)
    figures: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """In one line what was understood, as the command that says the same."""
        if self.figures:
            line = f"compare {' and '.join(self.figures)}"
        elif self.question is not None:
            given = "".join(f" {name}={value!r}" for name, value in self.params.items())
            line = f"kg ask {self.question.name}{given} ({self.question.description})"
        else:
            return "not understood"
        return f"{line}; not used: {', '.join(self.unused)}" if self.unused else line


def understand(reader: ClaimReader, text: str) -> Understanding:
    """Find the ready-made question that is meant; the same words over the same graph give the same answer.

    Args:
        reader: of the store, whose names are looked for.
        text: the question.
    """
    kinds = _names_in(reader)
    rest, names = _take_names(text, kinds)
    tokens = _tokens(rest)
    figures = _figures(text)
    if len(figures) == 2 and {_stem(t) for t in tokens} & {_stem(t) for t in _COMPARE}:
        return Understanding(text, figures=figures, names=names)
    years = _YEAR.findall(rest)
    content = [t for t in tokens if t not in _STOP and not t[0].isdigit()]
    typed = {n: kinds.get(n, frozenset()) for n in names}
    ranked = _rank(content, typed, years)
    nearest = tuple(q.name for _, q in ranked[:3])
    if not ranked:
        return Understanding(text, names=names, unused=tuple(content))
    score, best = ranked[0]
    params, used = _fill(best, typed, years)
    known = _vocabulary(best)
    unused = [t for t in content if _stem(t) not in known]
    unused += [n for n in (*names, *years) if n not in used]
    clear = len(ranked) == 1 or score - ranked[1][0] > _CLOSE
    whole = all(p.name in params for p in best.parameters if p.default)  # else: of whom or what is not told
    if not clear or not whole or score < _LEAST:
        return Understanding(text, names=names, unused=tuple(unused), nearest=nearest)
    return Understanding(text, best, params, names=names, unused=tuple(unused), nearest=nearest)


# ---------------------------------------------------------------------- reading the words


def _tokens(text: str) -> list[str]:
    return [m[0].lower() for m in _TOKEN.finditer(text.replace("’", "'"))]


def _stem(word: str) -> str:
    """A word without its ending, so that `releases` and `released` are one."""
    word = re.sub(r"'s?$", "", word.lower())
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _figures(text: str) -> tuple[str, ...]:
    """Figures that a question names, years aside."""
    found = []
    for q in find_quantities(normalise(text), 0, len(text)):
        words = " ".join(text[q.start : q.end].split())
        if not _YEAR.fullmatch(words) and q.value != Decimal(0):
            found.append(words)
    return tuple(found)


def _names_in(reader: ClaimReader) -> dict[str, frozenset[str]]:
    """Names that a question can use, those of articles and publishers too, with their classes."""
    found: dict[str, set[str]] = {}
    graph = reader.store.graph
    entities = {
        text_of(q.subject) for q in graph.quads_for_pattern(None, _LABEL, None, ox.DefaultGraph())
    } | {text_of(q.object) for q in graph.quads_for_pattern(None, _ATTRIBUTED, None, None)}
    for iri in entities:
        entity = reader.entity(iri)
        found.setdefault(entity.name, set()).add(entity.flat_type)
    for version in reader.versions():
        for name in (version.name, version.title, version.publisher):
            if name:
                found.setdefault(name, set()).add("Source")
    return {name: frozenset(kinds) for name, kinds in found.items()}


def _take_names(text: str, labels: Mapping[str, frozenset[str]]) -> tuple[str, tuple[str, ...]]:
    """Find the graph's names in a question, the longest first, and take them out of it."""
    by_fold: dict[str, str] = {}
    for label in sorted(labels):
        by_fold.setdefault(fold_name(label), label)
    within = f" {' | '.join(f for f, label in by_fold.items() if _WHOLE & labels[label])} "
    spans = [m.span() for m in re.finditer(r"[^\s?!,;:\"“”()]+", text)]
    found: list[str] = []
    rest, at = [], 0
    while at < len(spans):
        for n in range(min(_LONGEST_NAME, len(spans) - at), 0, -1):
            words = text[spans[at][0] : spans[at + n - 1][1]].rstrip(".")
            name = by_fold.get(fold_name(words)) or by_fold.get(fold_name(re.sub(r"['’]s?$", "", words)))
            if name is None and n > 1 and _starts(words) and f" {fold_name(words)} " in within:
                name = words  # a piece of one: `smart computing power market` of China's
            if name is not None and _is_name(words, n):
                found.append(name)
                at += n
                break
        else:
            rest.append(text[slice(*spans[at])])
            at += 1
    return " ".join(rest), tuple(dict.fromkeys(found))


def _starts(words: str) -> bool:
    return words.split(maxsplit=1)[0].lower() not in _STOP


def _is_name(words: str, n: int) -> bool:
    """Whether words of a question can be a name: not an ordinary word such as `model` or `who`."""
    return n > 1 or (any(c.isupper() or c.isdigit() for c in words) and words.lower() not in _STOP)


# ---------------------------------------------------------------------- ranking


@cache
def _all_questions() -> tuple[Question, ...]:
    return tuple(questions())


@cache
def _vocabulary(question: Question) -> frozenset[str]:
    lines = [m[1] for line in question.text.splitlines() if (m := _WORDS.fullmatch(line))]
    words = _tokens(" ".join([question.name.replace("-", " "), question.description, *lines]))
    return frozenset(_stem(w) for w in words if w not in _STOP)


@cache
def _weights() -> dict[str, float]:
    """Words that few questions know tell more."""
    every = _all_questions()
    words = frozenset().union(*map(_vocabulary, every))
    return {w: log(1 + len(every) / sum(w in _vocabulary(q) for q in every)) for w in words}


def _rank(
    content: Sequence[str], names: Mapping[str, frozenset[str]], years: Sequence[str]
) -> list[tuple[float, Question]]:
    """Score every ready-made question that shares a word, best first.

    The score is the weighed share of the words that the question knows, less for each name or year that it
    cannot take.
    """
    weights = _weights()
    unknown = max(weights.values())
    stems = list(dict.fromkeys(map(_stem, content)))
    total = sum(weights.get(s, unknown) for s in stems)
    found = []
    for q in _all_questions():
        known = sum(weights[s] for s in stems if s in _vocabulary(q))
        if not known:
            continue
        _, used = _fill(q, names, years)
        waste = sum(x not in used for x in (*names, *years))
        direct = sum(weights[s] for s in stems if s in {_stem(w) for w in _tokens(q.name.replace("-", " "))})
        found.append((known / total + 0.3 * direct / total - 0.3 * waste, q))
    return sorted(found, key=lambda row: (-row[0], row[1].name))


def _fill(
    question: Question, names: Mapping[str, frozenset[str]], years: Sequence[str]
) -> tuple[dict[str, str], set[str]]:
    """Parameters from names, of the classes that a question takes, and years; and which of these it uses."""
    params: dict[str, str] = {}
    used: set[str] = set()
    takes = {k for line in question.text.splitlines() if (m := _TAKES.fullmatch(line)) for k in m[1].split()}
    left = [n for n, kinds in names.items() if not kinds or kinds & (takes or kinds - {"Source"})]
    for p in question.parameters:
        if p.name == "year" and years:
            params[p.name] = years[0]
            used.add(years[0])
        elif p.name != "year" and left:
            params[p.name] = left.pop(0)
            used.add(params[p.name])
    return params, used
