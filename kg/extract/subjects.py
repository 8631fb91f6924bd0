"""What a figure is about: the thing that a phrase naming a metric belongs to, and the place it covers."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.extract.analysis import Line
from kg.extract.chunks import NounPhrase, Sign
from kg.extract.clauses import Clause
from kg.extract.lexicon import kind_of_head
from kg.extract.metrics import metric_of_words
from kg.extract.reference import ORGANISATIONS, PLACES, Context, Ref, class_of_kind, ref_of
from kg.extract.words import Word

__all__ = ["org_in_context", "region_of", "subject_of_metric"]

_EMPTY: Final = frozenset(
    "global worldwide total overall annual quarterly monthly average current new latest full-year full year net gross own combined "
    "first-quarter third-quarter second-quarter fourth-quarter fresh estimated projected domestic initial additional nearly "
    "compound cumulative end-user expected planned previous prior same more further per-share daily weekly yearly record".split()
)


def org_in_context(context: Context, phrase: NounPhrase) -> Ref | None:
    """The organisation spoken of, where the sentence names none."""
    at = phrase.start
    it = Word(at, at + 1, "it", "it", "PRP", "it")
    ref = context.refer(NounPhrase([it], core=[it]), "org")
    return None if ref is None or ref.type not in ORGANISATIONS else replace(ref, trust=ref.trust * 0.9)


def subject_of_metric(
    phrase: NounPhrase, line: Line, context: Context, clause: Clause | None, exclude: NounPhrase | None = None
) -> Ref | None:
    """What a phrase that names a metric, or the thing itself, is about.

    `the revenue of X` and `X's revenue` are about X, `PC shipments` about PCs, `its revenue` about the company
    spoken of, `spending on cloud services` about cloud services; `the autonomous freight segment` is itself.
    """
    named = context.name_of(phrase)
    if named is not None:
        return replace(named, start=phrase.head.start, end=phrase.head.end)
    if phrase.head.tag in ("PRP", "PRP$"):
        return context.refer(phrase)
    words = [w for w in phrase.core if w.quantity is None and w.date is None and w.tag != "DT"]
    low = [w.lower for w in words]
    metric = metric_of_words(low, "") if phrase.head.mention is None else None
    if metric is None:
        return _itself(phrase, line, context)
    if metric.metric == "marketSize" and kind_of_head(low) == "market" and not _is_measure(low):
        return _itself(phrase, line, context)
    of = [o for o in phrase.of if o is not exclude and o.head.tag not in ("QTY", "DATE")]
    if of:
        target = of[0]
        inner = metric_of_words([w.lower for w in target.core], "")
        if inner is not None and (target.of or target.owner is not None) and kind_of_head([w.lower for w in target.core]) != "market":
            return subject_of_metric(target, line, context, clause, exclude)
        return _itself(target, line, context)
    rest = words[: len(words) - min(metric.size, len(words))]
    mention = next((w.mention for w in reversed(rest) if w.mention is not None and not w.mention.demonym and w.mention.type not in PLACES), None)
    if mention is not None:
        return ref_of(mention)
    if rest and kind_of_head([w.lower for w in rest]) == "market" and all(w.lower in _PLAIN_MARKET or w is rest[-1] for w in rest):
        market = context.latest_market(phrase.start)
        if market is not None:
            return market
    telling = [w for w in rest if w.lower not in _EMPTY and w.tag in ("NN", "NNS", "JJ", "NNP", "VBG") and not (w.mention is not None and w.mention.demonym and len(rest) == 1)]
    owner = context.owner_of(phrase) if phrase.owner is not None else None
    if telling and any(w.tag in ("NN", "NNS", "NNP", "VBG") for w in telling) and (owner is None or owner.type in PLACES):
        return _cut(phrase, words, len(words) - metric.size, context)
    if owner is not None:
        return owner
    target = _about(phrase, line)
    if target is not None:
        return _itself(target, line, context)
    if clause is not None and clause.subject is not None and clause.subject is not phrase and clause.subject.head.quantity is None:
        ref = context.refer(clause.subject, "org")
        if ref is not None and (ref.proper or ref.type in ("Market", "Industry", "Group")):
            return ref
    if telling:
        return _cut(phrase, words, len(words) - metric.size, context)
    if metric.metric in _OF_FIRMS:
        return context.last_measured() or org_in_context(context, phrase)
    return _cut(phrase, words, len(words), context)


_OF_FIRMS: Final = frozenset(
    "revenue profit netIncome operatingIncome earningsPerShare funding totalFunding fundingRound valuation employees layoffs users customers "
    "subscribers sharePrice sharePriceChange marketCapitalization ebitda margin grossMargin dividend debt cash cashFlow growthRate recurringRevenue "
    "comparableSalesGrowth investment dealValue backlog orders".split()
)


_PLAIN_MARKET: Final = frozenset("overall whole entire total tremendous huge massive growing booming strong rapid annual steady robust explosive the this".split())


def _is_measure(low: list[str]) -> bool:
    return low[-1] in ("size", "scale", "value", "revenue", "worth", "sales")


_DIRECTED: Final = frozenset("spending demand investment funding growth increase rise drop decline fall jump surge interest capacity shipments sales revenue orders expenditure outlay adoption market prices price".split())


def _about(phrase: NounPhrase, line: Line) -> NounPhrase | None:
    """`spending on X`, `demand for X`, `investment in X`."""
    at = next((i for i, c in enumerate(line.run) if c is phrase or (isinstance(c, NounPhrase) and phrase in c.members)), None)
    if at is None or at + 2 >= len(line.run):
        return None
    sign, target = line.run[at + 1], line.run[at + 2]
    preps = ("on", "for", "in", "among") if phrase.core[-1].lower in _DIRECTED else ("on", "among")
    if isinstance(sign, Sign) and sign.lower in preps and isinstance(target, NounPhrase) and target.head.tag not in ("DATE", "QTY"):
        mention = target.head.mention
        if sign.lower in ("in", "at") and mention is not None and mention.type in PLACES:
            return None
        return target
    return None


def _cut(phrase: NounPhrase, words: list[Word], keep: int, context: Context) -> Ref:
    """The phrase without the words that name the metric, its owner kept: `China's AI computing industry`."""
    kept = [w for w in words[: max(keep, 1)] if True]
    while len(kept) > 1 and kept[0].lower in _EMPTY and kept[0].lower not in ("global", "worldwide"):
        kept = kept[1:]
    start = kept[0].start
    if phrase.owner is not None and phrase.owner.words[0].tag != "PRP$":
        first = phrase.owner.words[1] if phrase.owner.words[0].tag == "DT" and len(phrase.owner.words) > 1 else phrase.owner.words[0]
        start = first.start
    end = kept[-1].end
    name = " ".join(context.text[start:end].split())
    kind = class_of_kind(kind_of_head([w.lower for w in kept]))
    return Ref(name, kind or "Market", start, end, proper=False, plural=True)


def _itself(phrase: NounPhrase, line: Line, context: Context) -> Ref | None:
    """The thing that the phrase describes, with its owner; a market or group where the words say so."""
    named = context.name_of(phrase)
    if named is not None:
        return named
    if phrase.head.tag in ("PRP", "PRP$"):
        return context.refer(phrase, "org")
    ref = context.refer(phrase)
    if ref is None or ref.proper:
        return ref
    if phrase.owner is not None and ref.type not in ("Market", "Industry", "Product", "Technology", "Model", "Group"):
        owner = context.owner_of(phrase)
        if owner is not None and owner.type in ORGANISATIONS:
            return owner
    tail = [o for o in phrase.of if o.head.tag not in ("QTY", "DATE")]
    if tail and not ref.known:
        end = tail[0].end
        ref = replace(ref, name=" ".join(context.text[ref.start : end].split()), end=end)
    if ref.type == "":
        ref = replace(ref, type="Market" if not ref.plural else "Group")
    return ref


def region_of(subject: Ref, phrase: NounPhrase, clause: Clause | None, line: Line, context: Context) -> Ref | None:
    """The place that a figure covers: in the subject's name, else in the same clause after `in`."""
    inside = [m for m in line.mentions if m.type in PLACES and subject.start <= m.start < subject.end]
    if inside:
        return ref_of(inside[0])
    low = subject.name.lower()
    if any(w in low.split() for w in ("global", "worldwide")):
        return _world(subject)
    for m in line.mentions:
        if m.type in PLACES and not m.demonym and clause is not None:
            left = min(clause.verb.start, phrase.start)
            right = max(clause.end, phrase.reach)
            if left <= m.start < right and context.text[max(0, m.start - 4) : m.start].lower().strip() in ("in", "the", "in the"):
                return ref_of(m)
    window = context.text[line.start : line.end].lower()
    if " worldwide" in window or " globally" in window or window.startswith(("global ", "worldwide ")):
        return _world(subject)
    place = context.place_of(subject)
    return place


def _world(subject: Ref) -> Ref:
    return Ref("worldwide", "Place", subject.start, subject.end, proper=True)
