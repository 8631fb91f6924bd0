"""Measurements: what each figure measures, of what, when, and whether it has come about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from kg import vocab
from kg.extract.analysis import Line
from kg.extract.chunks import Chunk, NounPhrase, Sign, VerbGroup
from kg.extract.clauses import Clause
from kg.extract.drafts import Draft, mood_of
from kg.extract.lexicon import kind_of_head, singular, verb_groups
from kg.extract.metrics import Named, counted_metric, metric_of_words, verb_metric
from kg.extract.periods import period_of, status_of
from kg.extract.quantities import Quantity
from kg.extract.reference import ORGANISATIONS, PLACES, THINGS, Context, Ref, all_phrases, ref_of
from kg.extract.rules import confidence_of
from kg.extract.subjects import org_in_context, region_of, subject_of_metric
from kg.extract.words import Word
from kg.model import Kind, Polarity, Status

__all__ = ["read_figures"]


@dataclass(slots=True, eq=False)
class Host:
    """Where a figure stands in its sentence.

    Attributes:
        quantity: the figure.
        phrase: the noun phrase that holds it.
        after: the words after it in the phrase, its head last.
        clause: the clause it belongs to.
        slot: subject, object, prep, of, or empty.
        prep: the preposition that governs the phrase.
        whole: the phrase that it hangs on with `of` or another preposition.
    """

    quantity: Quantity
    phrase: NounPhrase
    after: list[Word]
    clause: Clause | None
    slot: str = ""
    prep: str = ""
    whole: NounPhrase | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a figure: metric, subject, and how sure."""

    rule: str
    metric: str
    subject: Ref
    negative: bool = False
    unit: str = ""
    scope: str | None = None
    factor: float = 1.0


def read_figures(line: Line, context: Context) -> Iterator[Draft]:
    """Draft a measurement for each figure of a sentence that shows what it measures."""
    hosts = _hosts(line)
    _share_units(hosts, line)
    previous: Draft | None = None
    for host in hosts:
        reading = _read(host, line, context, previous)
        if reading is None:
            continue
        draft = _draft(host, reading, line, context, previous)
        if draft is not None:
            previous = draft
            yield draft


# ---------------------------------------------------------------------- where it stands
def _hosts(line: Line) -> list[Host]:
    phrases = all_phrases(line)
    found = []
    for q in line.quantities:
        holder = next((p for p in phrases if any(w.quantity is q for w in p.words) and (p.owner is None or all(w.quantity is not q for w in p.owner.words))), None)
        if holder is None:
            continue
        at = next(i for i, w in enumerate(holder.words) if w.quantity is q)
        host = Host(q, holder, holder.words[at + 1 :], None)
        _place(host, line, phrases)
        found.append(host)
    return found


def _place(host: Host, line: Line, phrases: Sequence[NounPhrase]) -> None:
    """Find the slot of the phrase in its clause."""
    phrase = host.phrase
    whole = next((p for p in phrases if any(phrase is o or phrase in o.members for o in p.of)), None)
    target = phrase
    if whole is not None:
        host.slot, host.whole = "of", whole
        target = whole
    holder = next((p for p in phrases if target is not p and target in p.items), None)
    top = holder or target
    for clause in line.clauses:
        if clause.object is top or clause.second is top:
            host.clause, host.slot = clause, host.slot or "object"
            return
        for name, p in clause.preps:
            if p is top:
                host.clause, host.prep = clause, name
                host.slot = host.slot or "prep"
                _attach(host, line, top)
                return
    for clause in line.clauses:
        if clause.subject is top and not clause.relative:
            host.clause, host.slot = clause, host.slot or "subject"
            return
    host.clause = _nearest_clause(host, line)
    at = next((i for i, c in enumerate(line.run) if c is top), None)
    if at is not None and at > 0 and isinstance(line.run[at - 1], Sign) and line.run[at - 1].tag in ("IN", "TO"):  # type: ignore[union-attr]
        host.prep = line.run[at - 1].lower  # type: ignore[union-attr]
        host.slot = host.slot or "prep"
        _attach(host, line, top)


def _attach(host: Host, line: Line, top: NounPhrase) -> None:
    """The phrase right before `in`, `with`, `to`: what the preposition may hang on."""
    at = next((i for i, c in enumerate(line.run) if c is top), 0)
    before = line.run[at - 2] if at >= 2 else None
    if host.whole is None and isinstance(before, NounPhrase):
        host.whole = before


def _nearest_clause(host: Host, line: Line) -> Clause | None:
    before = [c for c in line.clauses if c.verb.start <= host.phrase.start]
    return before[-1] if before else (line.clauses[0] if line.clauses else None)


def _share_units(hosts: list[Host], line: Line) -> None:
    """`0.8B, 2B, 4B and 9B parameters`, `24% and 30%`: a bare figure of a list takes the unit of the last."""
    for a, b in reversed(list(zip(hosts, hosts[1:], strict=False))):
        qa, qb = a.quantity, b.quantity
        between = [w.lower for w in line.words if qa.end <= w.start < qb.hedge_start]
        if qa.kind in ("bare", "scaled") and qb.unit and qb.kind not in ("money", "percent", "time") and between and all(w in (",", "and", "or", "/", "total", "to") for w in between):
            a.quantity = replace(qa, unit=qb.unit, kind=qb.kind)
            if not a.after and "total" not in between:
                a.after, a.whole, a.slot = b.after, b.whole, b.slot


# ---------------------------------------------------------------------- reading
_SKIP_KINDS: Final = frozenset({"time", "length", "area", "temperature", "resolution", "charge", "frequency"})
_PLAIN_TIME: Final = frozenset({"time"})
_MONEY_SHARES: Final = frozenset({"sharePriceChange", "priceChange"})
_CHANGES: Final = frozenset({"growthRate", "sharePriceChange", "priceChange"})
_TRADED: Final = frozenset("share stock token coin cryptocurrency bitcoin price altcoin futures bond index".split())
_LEVEL_VERBS: Final = frozenset("be sit reach hit total stand amount exceed surpass top cross come represent become remain average equal near approach".split())


def _read(host: Host, line: Line, context: Context, previous: Draft | None) -> Reading | None:
    q = host.quantity
    if q.kind == "time" and not _named_time(host):
        return None
    for reader in (_labelled, _growth_to, _from_to_noun, _with_absolute, _named_before, _earlier_level, _change, _share_of, _modifier, _metric_of, _in_metric, _by_verb, _level):
        reading = reader(host, line, context, previous)
        if reading is not None:
            return reading
    return None


def _named_time(host: Host) -> bool:
    named = metric_of_words(_words(host.whole), "time") if host.slot == "of" and host.whole is not None else None
    return named is not None and named.metric in ("latency", "duration")


def _words(phrase: NounPhrase | None) -> list[str]:
    if phrase is None:
        return []
    return [w.lower for w in phrase.core if w.quantity is None and w.date is None]


def _after(host: Host) -> list[str]:
    return [w.lower for w in host.after if w.tag not in ("POS", ",")]


def _labelled(host: Host, line: Line, context: Context, previous: Draft | None) -> Reading | None:
    """`Price: $0.25`, `Falcon-2: 49B active params`: a label, a colon, figures."""
    colon = next((i for i, w in enumerate(line.words) if w.tag == ":" and w.start < host.quantity.start), None)
    if colon is None or any(isinstance(c, VerbGroup) and c.finite and c.start < host.quantity.start for c in line.run) or colon > 8:
        return None
    label = [w for w in line.words[:colon] if w.tag != "SYM"]
    mention = next((w.mention for w in label if w.mention is not None and w.mention.proper), None)
    named = metric_of_words([w.lower for w in label], host.quantity.kind) or metric_of_words(_after(host), host.quantity.kind)
    metric = named.metric if named is not None else _metric_by_unit(host, line)
    if not metric:
        return None
    subject = ref_of(mention) if mention is not None else context.topic()
    return None if subject is None else Reading("labelled", metric, subject, unit=_unit_for(metric, host.quantity))


def _growth_to(host: Host, line: Line, context: Context, previous: Draft | None) -> Reading | None:
    """`market growth up to 3.4 trillion yuan is expected`, `growth to $5 billion`: the level that growth leads to."""
    q = host.quantity
    if host.after or q.kind in ("percent", "multiple"):
        return None
    at = next((i for i, c in enumerate(line.run) if c is host.phrase), None)
    before: Chunk | None = line.run[at - 1] if at else None
    own = [w for w in host.phrase.core if w.end <= q.hedge_start]
    if isinstance(before, Sign) and before.lower == "to" and at is not None and at > 1:
        before = line.run[at - 2]
    elif q.qualifier != "up to":
        return None
    elif own:
        before = NounPhrase(own, core=own)
    if not isinstance(before, NounPhrase) or before.head.lower not in ("growth", "increase", "rise", "expansion", "jump", "surge"):
        return None
    subject = subject_of_metric(before, line, context, None)
    if subject is None:
        return None
    metric = _plain_metric(subject, q)
    return Reading("level", metric, subject) if metric else None


def _from_to_noun(host: Host, line: Line, context: Context, previous: Draft | None) -> Reading | None:
    """`a reduction in module costs from $0.23 to $0.10`: both are levels of what changes."""
    q = host.quantity
    if not q.change or host.prep not in ("from", "to"):
        return None
    if q.change == "to" and previous is not None and previous.line == line.index and previous.at < q.start and previous.rule == "change-noun":
        return Reading("change-noun", previous.metric, previous.subject, unit=previous.unit if not q.unit else "")
    at = next((i for i, c in enumerate(line.run) if c is host.phrase), None)
    if at is None:
        return None
    for i in range(at - 1, max(-1, at - 5), -1):
        chunk = line.run[i]
        if isinstance(chunk, VerbGroup):
            return None
        if isinstance(chunk, NounPhrase) and chunk.head.tag in ("NN", "NNS") and chunk.head.lower.rstrip("s") not in _CHANGE_HEADS:
            named = metric_of_words(_words(chunk), q.kind)
            if named is not None:
                subject = _model_before(chunk, line, context) if named.metric in _OF_MODELS else None
                subject = subject or subject_of_metric(chunk, line, context, host.clause)
                return None if subject is None else Reading("change-noun", named.metric, subject, unit=_unit_for(named.metric, q))
        if isinstance(chunk, NounPhrase) and chunk.head.lower.rstrip("s") in _CHANGE_HEADS:
            target = chunk.of[0] if chunk.of else None
            if target is None and i + 2 < at and isinstance(line.run[i + 2], NounPhrase):
                target = line.run[i + 2]  # type: ignore[assignment]
            if target is None:
                return None
            named = metric_of_words(_words(target), q.kind)
            subject = subject_of_metric(target, line, context, None)
            return None if named is None or subject is None else Reading("change-noun", named.metric, subject)
    return None


_OF_MODELS: Final = frozenset({"parameterCount", "activeParameterCount", "contextLength", "trainingTokens"})


def _model_before(phrase: NounPhrase, line: Line, context: Context) -> Ref | None:
    """The product or model that stands nearest before a phrase: `tests for its video services, with a parameter count of`."""
    for chunk in reversed([c for c in line.run if c.end <= phrase.start]):
        if isinstance(chunk, NounPhrase):
            ref = context.refer(chunk, "thing")
            if ref is not None and ref.type in THINGS:
                return ref
    return None


_CHANGE_HEADS: Final = frozenset("increase reduction rise cut drop fall decline decrease improvement jump boost gain hike upgrade expansion growth".split())


def _with_absolute(host: Host, line: Line, context: Context, previous: Draft | None) -> Reading | None:
    """`..., with related industries up to 24 trillion yuan`: the phrase before has the level."""
    if host.after or previous is None or previous.line != line.index or (host.quantity.unit or "count") != previous.unit:
        return None
    at = next((i for i, c in enumerate(line.run) if c is host.phrase), None)
    if at is None or at < 2:
        return None
    sign, holder = line.run[at - 2], line.run[at - 1]
    own = [w for w in host.phrase.core if w.end <= host.quantity.hedge_start]
    if own:
        sign, holder = line.run[at - 1], NounPhrase(own, core=own)
    if not (isinstance(sign, Sign) and sign.lower == "with" and isinstance(holder, NounPhrase)):
        return None
    subject = subject_of_metric(holder, line, context, None)
    return None if subject is None else Reading("with-level", previous.metric, subject)


def _named_before(host: Host, line: Line, context: Context, previous: Draft | None) -> Reading | None:
    """`a context length of` without the `of`: `the context length 32K tokens`, `third-quarter revenue $5 billion`."""
    if host.after:
        return None
    before = [w.lower for w in host.phrase.core if w.end <= host.quantity.hedge_start and w.quantity is None and w.date is None]
    named = metric_of_words(before, host.quantity.kind) if before else None
    if named is None:
        return None
    subject = _thing_subject(host, line, context) if named.metric in ("contextLength", "parameterCount", "price", "speed", "latency") else _clause_org(host.clause, context)
    return None if subject is None else Reading("metric-figure", named.metric, subject, named.negative, unit=_unit_for(named.metric, host.quantity))


def _metric_by_unit(host: Host, line: Line) -> str:
    q = host.quantity
    low = context_words(line, q)
    if q.kind == "parameters" or (q.kind == "scaled" and ("params" in low or "parameters" in low)):
        return "activeParameterCount" if any(w.startswith(("active", "activated")) for w in line_words_in(line, q)) else "parameterCount"
    if q.kind == "tokens":
        return "speed" if q.per in ("sec", "second", "s") else "contextLength" if {"context", "window"} & set(low) else "tokens" if "tokens" in vocab.METRICS else ""
    return ""


def context_words(line: Line, q: Quantity) -> list[str]:
    """Lower-case words within a short reach of a figure."""
    return [w.lower for w in line.words if q.start - 45 < w.start < q.end + 40]


def line_words_in(line: Line, q: Quantity) -> list[str]:
    """Lower-case words inside the figure itself: `49B active params`."""
    return [p.lower() for w in line.words if w.quantity is q for p in w.text.split()]


def _earlier_level(host: Host, line: Line, context: Context, previous: Draft | None) -> Reading | None:
    """`up from $491 billion`, `compared with 4.0%`, `from A to B`: the same thing as the figure before or after."""
    q = host.quantity
    if previous is None or host.prep not in ("from", "than", "to", "with", "versus", "against"):
        return None
    if q.change == "to" and previous.at <= q.start and previous.line == line.index:
        return Reading(previous.rule, previous.metric, previous.subject, unit=previous.unit if not q.unit else "", scope=previous.scope)
    lead = context.text[max(line.start, q.hedge_start - 60) : q.hedge_start].lower()
    if not any(cue in lead for cue in ("up from", "down from", "compared with", "compared to", "versus", "higher than", "increase from", "rise from", "jump from", "lower than", "drop from", "from the current", "growth from", "against")):
        return None
    same = (q.unit or "count") == previous.unit
    if not same:
        return None
    return Reading("earlier-level", previous.metric, previous.subject, scope=previous.scope, factor=0.95)


def _change(host: Host, line: Line, context: Context, previous: Draft | None) -> Reading | None:
    """Percentages and multiples of change: `grew 12%`, `a 24% drop in shipments`, `a growth rate of 26%`, `doubled`."""
    q = host.quantity
    if q.kind not in ("percent", "multiple"):
        return None
    by_noun = _change_noun(host)
    if by_noun is not None:
        subject, traded = _change_subject_of_noun(host, line, context)
        if subject is None:
            return None
        metric = by_noun.metric
        if traded and metric == "growthRate":
            metric = traded
        return Reading("growth-noun", metric, subject, by_noun.negative)
    return _change_verb(host, line, context)


def _change_noun(host: Host) -> Named | None:
    """The noun of change that the figure measures."""
    if host.after:
        named = metric_of_words(_after(host), host.quantity.kind)
        if named is not None and (named.metric in _CHANGES or named.metric == "cagr"):
            return named
        return None
    if host.slot == "of" and host.whole is not None:
        named = metric_of_words(_words(host.whole), host.quantity.kind)
        if named is not None and (named.metric in _CHANGES or named.metric == "cagr"):
            return named
    return None


def _change_subject_of_noun(host: Host, line: Line, context: Context) -> tuple[Ref | None, str]:
    """What rises or falls by the noun: `a drop in shipments`, `its growth`, else the subject of the clause."""
    noun = host.phrase if host.after else host.whole
    assert noun is not None
    target = None
    for o in noun.of:
        if o is not host.phrase and o.head.tag not in ("QTY",):
            target = o
    if target is None:
        at = next((i for i, c in enumerate(line.run) if c is noun or (isinstance(c, NounPhrase) and noun in c.members)), None)
        if at is not None and at + 2 < len(line.run) and isinstance(line.run[at + 1], Sign) and line.run[at + 1].lower in ("in", "for"):  # type: ignore[union-attr]
            after = line.run[at + 2]
            if isinstance(after, NounPhrase) and after.head.tag not in ("DATE", "QTY"):
                target = after
    clause = host.clause
    if target is not None:
        words = _words(target)
        named = metric_of_words(words, "")
        if named is not None and named.size == len(words) and target.owner is None and not target.of:
            ref = _clause_org(clause, context) or (context.refer(clause.subject) if clause is not None and clause.subject is not None else None)
            return ref or context.refer(target), ""
        return subject_of_metric(target, line, context, clause), _traded(words)
    if noun.owner is not None:
        return context.owner_of(noun), ""
    if clause is not None and clause.subject is not None and clause.subject is not noun:
        return _subject_ref(clause.subject, line, context, clause)
    ref = context.last_measured() or org_in_context(context, noun)
    return ref, ""


def _subject_ref(phrase: NounPhrase, line: Line, context: Context, clause: Clause | None) -> tuple[Ref | None, str]:
    traded = _traded([*_words(phrase), *(w for o in phrase.of for w in _words(o))] if phrase.head.mention is None else [])
    if phrase.head.tag == "PRP":
        return context.refer(phrase, "org"), traded
    return subject_of_metric(phrase, line, context, clause), traded


def _traded(words: Sequence[str]) -> str:
    heads = {singular(w) for w in words[-2:]} | {singular(w) for w in words[:1]}
    if {"share", "stock"} & heads:
        return "sharePriceChange"
    if heads & _TRADED:
        return "priceChange"
    return ""


def _clause_org(clause: Clause | None, context: Context) -> Ref | None:
    if clause is None or clause.subject is None:
        return None
    ref = context.refer(clause.subject, "org")
    return ref if ref is not None and (ref.proper or ref.type in ("Market", "Industry")) else None


def _change_verb(host: Host, line: Line, context: Context) -> Reading | None:
    clause = host.clause
    q = host.quantity
    if clause is None:
        return None
    lemma = clause.verb.lemma.split()[0]
    groups = verb_groups(lemma)
    falling = "decrease" in groups
    if not (falling or "increase" in groups) and lemma not in ("close", "end", "trade", "finish", "be", "change", "move", "open", "gain", "add", "take", "see", "feel", "experience", "suffer", "post", "record", "report"):
        return None
    if q.kind == "multiple" and not (falling or "increase" in groups or q.spelled and lemma == "be"):
        return None
    if lemma in ("close", "end", "trade", "finish", "be", "open"):
        low = [w.lower for w in line.words if q.hedge_start - 12 < w.start < q.end + 18]
        if not {"up", "down", "higher", "lower", "off"} & set(low):
            return None
        falling = bool({"down", "lower", "off"} & set(low))
    elif lemma in ("see", "feel", "experience", "suffer", "post", "record", "report", "take", "add"):
        return None
    if host.after or host.slot == "of":
        return None
    if host.prep in ("to", "from", "at", "of", "for", "with", "in"):
        return None
    if host.slot == "subject" or (host.prep and host.prep not in ("by", "between", "of", "about", "around", "over", "up", "another", "some", "nearly", "as")):
        return None
    if clause.subject is None:
        ref = context.last_measured()
        return None if ref is None else Reading("growth-verb", "growthRate", ref, falling, factor=0.8)
    passive_cut = clause.verb.passive or clause.object is None or host.slot == "object" or host.phrase.before == "by" and clause.object is None
    phrase = clause.subject
    if not passive_cut and clause.object is not None and clause.object is not host.phrase and not clause.verb.passive:
        phrase = clause.object  # `cut emissions by 90%`
    subject, traded = _subject_ref(phrase, line, context, clause)
    if subject is None:
        return None
    metric = traded or "growthRate"
    if not traded and subject.type in ("Product", "Technology") and subject.proper and "currency" in str(subject):
        metric = "priceChange"
    return Reading("growth-verb", metric, subject, falling)


def _share_of(host: Host, line: Line, context: Context, previous: Draft | None) -> Reading | None:
    """`85% of enterprises have`, `accounting for 60% of its business`, `65% see it so`."""
    q = host.quantity
    if q.kind != "percent" or host.after:
        return None
    of = host.phrase.of[0] if host.phrase.of else None
    clause = host.clause
    if of is not None:
        if host.slot == "subject" or (clause is not None and clause.subject is host.phrase):
            subject = context.refer(of) if of.head.tag != "PRP" else context.refer(of, "org")
            if subject is None:
                return None
            return Reading("share-of", _share_metric(clause), _as_group(subject), scope=_scope_of_clause(clause, line, context))
        if clause is not None and clause.subject is not None and verb_groups(clause.verb.lemma.split()[0]) & {"reach"} | ({"x"} if clause.verb.lemma in ("account", "draw", "represent", "own", "hold", "control", "make up", "attract", "have", "take", "spend", "invest") else set()):
            ref = context.refer(clause.subject) or context.last_measured()
            if ref is None:
                return None
            return Reading("share-held", "share", ref, scope=_text(of, context))
        subject = context.refer(of)
        return None if subject is None else Reading("share-of", "share", subject, factor=0.8)
    if clause is not None and (host.slot == "subject" or host.prep == "with") and clause.verb.finite | (clause.verb.tense == "gerund"):
        if clause.subject is host.phrase or host.prep == "with":
            group = context.last_group()
            if group is None:
                return None
            return Reading("share-alone", _share_metric(clause), group, scope=_scope_of_clause(clause, line, context), factor=0.95)
    return None


def _share_metric(clause: Clause | None) -> str:
    if clause is not None and "use" in verb_groups(clause.verb.lemma.split()[0]):
        return "adoption"
    return "share"


def _as_group(ref: Ref) -> Ref:
    return replace(ref, type="Group") if ref.type == "" or not ref.proper and ref.type in ("Company", "Organization", "Person") else ref


def _scope_of_clause(clause: Clause | None, line: Line, context: Context) -> str | None:
    if clause is None:
        return None
    end = min(max(clause.end, clause.verb.end), line.end)
    words = " ".join(context.text[clause.verb.start : end].split())
    return words[:120].rstrip(" ,.;").lower() or None


def _text(phrase: NounPhrase, context: Context) -> str:
    return " ".join(context.text[phrase.start : phrase.reach].split())[:120].lower()


def _modifier(host: Host, line: Line, context: Context, previous: Draft | None) -> Reading | None:
    """`a $24 million seed round`, `400,000 vehicles`, `a $906 billion industry`, `a 7B model`."""
    if not host.after:
        return None
    q = host.quantity
    words = _after(host)
    head = host.phrase.head
    kind = kind_of_head([w for w in words])
    if q.kind == "money":
        return _money_modifier(host, words, kind, line, context)
    if q.kind in ("bare", "scaled"):
        return _count_modifier(host, words, kind, line, context)
    if q.kind == "parameters" or (q.kind == "tokens" and kind == "model"):
        ref = _sized(host, context)
        return None if ref is None else Reading("size-of-model", "parameterCount" if q.kind == "parameters" else "trainingTokens", ref)
    named = metric_of_words(words, q.kind)
    if named is not None:
        subject = subject_of_metric(host.phrase, line, context, host.clause)
        return None if subject is None else Reading("metric-figure", named.metric, subject, named.negative)
    if q.kind in ("power", "energy", "computing", "data") and head.tag in ("NN", "NNS", "NNP") and (kind in ("product", "technology", "place", "model") or head.lower.rstrip("s") in ("project", "plant", "farm", "array", "facility", "park", "station", "cluster", "campus", "turbine", "centre", "center", "site")):
        ref = context.refer(host.phrase) if head.mention is not None else context.describe(_without_figure(host))
        metric = {"power": "capacity", "energy": "capacity", "computing": "computingPower", "data": "dataSize"}[q.kind]
        return None if ref is None else Reading("rated", metric, replace(ref, type=ref.type or "Product"), factor=0.9)
    if q.kind == "percent" and words[-1] in ("stake", "interest", "holding", "ownership"):
        ref = _clause_org(host.clause, context)
        return None if ref is None else Reading("stake", "stake", ref, scope=" ".join(words))
    return None


def _without_figure(host: Host) -> NounPhrase:
    return NounPhrase(list(host.after), core=list(host.after), of=host.phrase.of)


def _money_modifier(host: Host, words: list[str], kind: str, line: Line, context: Context) -> Reading | None:
    clause = host.clause
    named = metric_of_words(words, "money")
    metric = named.metric if named is not None else ""
    if kind == "market" and metric in ("", "marketSize"):
        subject = None
        if clause is not None and clause.verb.lemma in ("be", "become", "remain", "represent") and clause.subject is not None and host.slot == "object":
            subject = subject_of_metric(clause.subject, line, context, clause)
        subject = subject or context.describe(_without_figure(host))
        return None if subject is None else Reading("market-figure", "marketSize", replace(subject, type="Market" if not subject.known else subject.type))
    if kind == "round" or metric in ("funding", "fundingRound", "totalFunding"):
        org = _funded(host, line, context)
        return None if org is None else Reading("round", "funding", org)
    if kind in ("deal",) or metric == "dealValue":
        org = _clause_org(clause, context) or org_in_context(context, host.phrase)
        return None if org is None else Reading("deal", "dealValue", org, factor=0.9)
    if metric:
        subject = subject_of_metric(host.phrase, line, context, clause)
        if (subject is None or not subject.proper and subject.type == "") and clause is not None:
            subject = _clause_org(clause, context) or subject
        return None if subject is None else Reading("metric-figure", metric, subject)
    return None


def _funded(host: Host, line: Line, context: Context) -> Ref | None:
    """Whose round it is: `its $24m round`, `X raised a ... round`, `a ... round in X`, `the round for X`."""
    owner = context.owner_of(host.phrase) if host.phrase.owner is not None else None
    if owner is not None and owner.type in ORGANISATIONS | {""}:
        return owner
    clause = host.clause
    if clause is None:
        return org_in_context(context, host.phrase)
    if "invest" in verb_groups(clause.verb.lemma.split()[0]) and clause.verb.lemma in ("lead", "back", "join", "anchor"):
        target = clause.prep("in", "for")
        return context.refer(target, "org") if target is not None else org_in_context(context, host.phrase)
    ref = _clause_org(clause, context)
    return ref if ref is not None and ref.type in ORGANISATIONS | {""} else org_in_context(context, host.phrase)


def _sized(host: Host, context: Context) -> Ref | None:
    """The model that `the 110B model` is: one with that size in its name, else one that the sentence names."""
    size = context.text[host.quantity.start : host.quantity.core_end].strip("+ ").lower().replace("-parameter", "")
    named = context.named_with(size)
    if named is not None:
        return named
    ref = context.name_of(host.phrase)
    if ref is not None:
        return ref
    clause = host.clause
    if clause is not None and clause.verb.lemma in ("be", "become") and clause.object is host.phrase and clause.subject is not None:
        ref = context.refer(clause.subject, "thing")
        return ref if ref is not None and ref.proper else None
    return None


_COUNT_GENERIC: Final = frozenset({"generic", "place"})


def _count_modifier(host: Host, words: list[str], kind: str, line: Line, context: Context) -> Reading | None:
    q = host.quantity
    if kind == "model" and q.kind == "scaled":
        ref = _sized(host, context)
        return None if ref is None else Reading("size-of-model", "parameterCount", ref, unit="parameters")
    named = metric_of_words(words, "tokens") if q.kind == "scaled" else None
    if named is not None and named.metric == "contextLength":
        ref = _thing_subject(host, line, context)
        return None if ref is None else Reading("context-length", "contextLength", ref, unit="tokens")
    counted = counted_metric(words)
    levelled = _counted_level(host, counted, line, context)
    if levelled is not None:
        return levelled
    if q.value < 10 and (counted is None or q.spelled and q.value < 4):
        return None
    if counted is None and (kind in _COUNT_GENERIC or host.phrase.head.tag != "NNS"):
        return None
    metric = counted.metric if counted is not None else "count"
    subject, factor = _counted_subject(host, metric, line, context)
    if subject is None:
        return None
    rule = "counted" if counted is not None else "counted-other"
    if q.value < 10:
        factor *= 0.8
    return Reading(rule, metric, subject, unit="count", scope=" ".join(words)[:80], factor=factor)


def _counted_level(host: Host, counted: Named | None, line: Line, context: Context) -> Reading | None:
    """`the number of PCs will double to 1.3 billion machines`: the level of the subject, not a count of machines."""
    clause = host.clause
    if clause is None or clause.subject is None or host.prep != "to" and host.slot != "object":
        return None
    groups = verb_groups(clause.verb.lemma.split()[0])
    if not (host.prep == "to" and groups & {"increase", "decrease"}) and not ("reach" in groups and clause.verb.lemma != "be"):
        return None
    named = metric_of_words(_words(clause.subject), "count")
    inner = counted_metric(_words(clause.subject.of[0])) if clause.subject.of else None
    if named is None:
        return None
    subject = subject_of_metric(clause.subject, line, context, clause)
    metric = inner.metric if inner is not None and named.metric == "count" else counted.metric if counted is not None and named.metric == "count" else named.metric
    return None if subject is None else Reading("level", metric, subject, unit="count")


def _thing_subject(host: Host, line: Line, context: Context) -> Ref | None:
    clause = host.clause
    if clause is not None and clause.subject is not None:
        ref = context.refer(clause.subject, "thing")
        if ref is not None and (ref.type in THINGS or ref.proper):
            return ref
    return context.topic()


_HOLDERS: Final = frozenset(
    "have serve operate employ add sell ship deliver reach support manage run boast count include deploy build open own hold "
    "produce make install attract train hire cut lay use cover spend plan book log record report handle process offer comprise "
    "close order buy acquire cross surpass exceed hit total use draw gain lose host house connect generate bring announce".split()
)


def _counted_subject(host: Host, metric: str, line: Line, context: Context) -> tuple[Ref | None, float]:
    """Who has so many: the subject of `have`, `serve`, `add`; else the counted things themselves."""
    clause = host.clause
    lemma = clause.verb.lemma.split()[0] if clause is not None else ""
    active = clause is not None and clause.subject is not None and clause.subject is not host.phrase
    if active and clause is not None and clause.subject is not None and clause.subject.words[-1].tag != "EX":
        by = clause.prep("by") if clause.verb.passive else None
        phrase = by if by is not None else clause.subject
        ref = context.refer(phrase, "org")
        if ref is not None and clause.verb.passive and ref.type in THINGS and host.slot == "prep":
            return ref, 0.95
        if ref is not None and (ref.proper or ref.type in ("Market", "Industry")) and (lemma in _HOLDERS or ref.type in ORGANISATIONS | THINGS | PLACES):
            return ref, 1.0 if lemma in _HOLDERS else 0.85
    if host.slot == "prep" and host.prep in ("from", "of", "across", "with", "by") and not active:
        org = org_in_context(context, host.phrase)
        if org is not None:
            return org, 0.9
    own = context.describe(_without_figure(host))
    if own is None:
        return None, 0.0
    return replace(own, type="Group" if own.type in ("", "Group", "Person", "Company") else own.type), 0.85


def _metric_of(host: Host, line: Line, context: Context, previous: Draft | None) -> Reading | None:
    """`a valuation of $5 billion`, `a capacity of 8 GW`, `valuation at 50 billion yuan`."""
    whole = host.whole
    if whole is None or host.after or host.slot not in ("of", "prep") or (host.slot == "prep" and host.prep not in ("at", "of", "to", "near", "around", "above", "over", "exceeding")):
        return None
    q = host.quantity
    named = metric_of_words(_words(whole), q.kind)
    if named is None:
        if host.slot == "of" and q.kind == "money" and kind_of_head(_words(whole)) == "round":
            org = _funded(host, line, context)
            return None if org is None else Reading("round", "funding", org)
        return None
    if host.slot == "prep" and host.clause is not None and verb_groups(host.clause.verb.lemma.split()[0]) & {"increase", "decrease"}:
        return None
    subject = subject_of_metric(whole, line, context, host.clause, exclude=host.phrase)
    return None if subject is None else Reading("metric-of", named.metric, subject, named.negative, unit=_unit_for(named.metric, q))


def _unit_for(metric: str, q: Quantity) -> str:
    if q.unit:
        return ""
    if metric in ("parameterCount", "activeParameterCount"):
        return "parameters"
    if metric in ("contextLength", "trainingTokens"):
        return "tokens"
    return "count"


def _in_metric(host: Host, line: Line, context: Context, previous: Draft | None) -> Reading | None:
    """`$350 million in revenue`, `$1 trillion worth of orders`, `$2.53 in per-share earnings`."""
    if host.after and host.after[0].lower != "worth":
        return None
    q = host.quantity
    target: NounPhrase | None = None
    at = next((i for i, c in enumerate(line.run) if c is host.phrase or (isinstance(c, NounPhrase) and host.phrase in c.members)), None)
    if at is not None and at + 2 < len(line.run):
        sign, nxt = line.run[at + 1], line.run[at + 2]
        if isinstance(sign, Sign) and sign.lower in ("in", "of", "for") and isinstance(nxt, NounPhrase):
            target = nxt
    if target is None and host.phrase.of:
        target = host.phrase.of[0]
    if target is None:
        return None
    named = metric_of_words(_words(target), q.kind)
    if named is None and kind_of_head(_words(target)) == "round":
        named = Named("funding", 1)
    if named is None:
        return None
    subject = subject_of_metric(target, line, context, host.clause) if target.owner is not None or target.of else None
    if host.clause is not None and verb_groups(host.clause.verb.lemma.split()[0]) & {"predict", "say"} and "report" != host.clause.verb.lemma:
        subject = subject or subject_of_metric(target, line, context, None)
    subject = subject or _clause_org(host.clause, context)
    if subject is None or subject.type == "Person":
        return None
    return Reading("in-metric", named.metric, subject, named.negative)


_PUT_INTO: Final = frozenset({"put", "pour", "pump", "plough", "plow", "sink", "inject", "funnel", "channel", "plunge", "commit"})


def _by_verb(host: Host, line: Line, context: Context, previous: Draft | None) -> Reading | None:
    """`raised $400 million`, `was valued at $5 billion`, `costs $20`, `invested 2 billion yuan`, `ships 3 million`."""
    clause, q = host.clause, host.quantity
    if clause is None or host.slot == "subject":
        return None
    lemma = clause.verb.lemma.split()[0]
    groups = verb_groups(lemma)
    if q.kind == "money":
        if host.slot == "object" and "raise" in groups and not clause.verb.passive and not ({"increase"} & groups and _is_price(clause, context)):
            org = _clause_org(clause, context)
            return None if org is None else Reading("raise", "funding", org)
        if clause.verb.passive and "raise" in groups and host.slot == "subject":
            return None
        if lemma == "value" or (host.prep == "at" and lemma in ("value", "peg", "appraise")):
            phrase = clause.patient if clause.verb.passive or host.prep == "at" else clause.object
            ref = context.refer(phrase, "org") if phrase is not None else None
            if ref is not None:
                metric = "valuation" if ref.type in ORGANISATIONS | {""} else "dealValue" if ref.type == "Event" else "marketSize"
                return Reading("valued", metric, ref)
        if ("invest" in groups or lemma in _PUT_INTO and clause.prep("into", "in") is not None) and host.slot == "object":
            org = _clause_org(clause, context)
            return None if org is None else Reading("investment", "investment", org)
        if "cost" in groups and (host.slot == "object" or host.prep in ("at", "for", "from")):
            ref = context.refer(clause.subject, "thing") if clause.subject is not None else None
            return None if ref is None else Reading("price", "price", ref)
        if "acquire" in groups and host.prep == "for":
            ref = _clause_org(clause, context)
            return None if ref is None else Reading("deal", "dealValue", ref)
        if lemma == "trade" and host.prep in ("at", "near", "around", "above", "below"):
            ref = context.refer(clause.subject) if clause.subject is not None else context.last_measured()
            return None if ref is None else Reading("price", "price", ref)
    if host.slot != "object" and host.prep not in ("at", "about", "to", ""):
        return None
    named = verb_metric(clause.verb.lemma, q.kind) or verb_metric(lemma, q.kind)
    if named is None or named.metric in _CHANGES or lemma in _LEVEL_VERBS:
        return None
    subject = _clause_org(clause, context)
    if subject is None:
        return None
    return Reading("verb-metric", named.metric, subject, named.negative, unit=_unit_for(named.metric, q), factor=0.9)


def _is_price(clause: Clause, context: Context) -> bool:
    return clause.subject is not None and clause.subject.head.lower in ("price", "prices", "fee", "fees")


def _level(host: Host, line: Line, context: Context, previous: Draft | None) -> Reading | None:
    """`the market reached 509.7 billion yuan`, `revenue will hit 4.4 trillion`, `shipments fell to 3 million`."""
    clause, q = host.clause, host.quantity
    if clause is None or host.after or host.slot == "subject":
        return None
    lemma = clause.verb.lemma.split()[0]
    groups = verb_groups(lemma)
    level = lemma in _LEVEL_VERBS or "reach" in groups or host.prep in ("at", "to", "from") and (groups & {"increase", "decrease", "predict", "report", "plan"} or lemma in ("size", "estimate", "peg", "put", "project", "forecast", "stand", "come", "remain", "stay", "raise", "lower", "set", "upgrade"))
    level = level or (host.prep in ("to", "from") and q.change != "") or (q.kind == "bare" and host.prep == "to" and groups & {"increase"})
    if not level or (host.slot == "prep" and host.prep in ("in", "for", "with", "on", "about")):
        return None
    subject_phrase = clause.subject
    if subject_phrase is None:
        ref = context.last_measured() or context.topic()
        return None if ref is None or not q.unit else Reading("level", _plain_metric(ref, q), ref, factor=0.8)
    if host.prep in ("to", "from") and clause.object is not None and clause.object is not host.phrase and not clause.verb.passive and clause.object.head.quantity is None:
        subject_phrase = clause.object  # `raised its price to $5`
    words = _words(subject_phrase)
    named = metric_of_words(words, q.kind) or (metric_of_words(_words(subject_phrase.of[-1]), q.kind) if subject_phrase.of else None)
    if named is not None and named.metric in ("count", "amount", "growthRate") and subject_phrase.of:
        inner = counted_metric(_words(subject_phrase.of[0]))
        if inner is not None and named.metric == "count":
            named = inner
    subject = subject_of_metric(subject_phrase, line, context, clause)
    if subject is not None and q.kind in ("parameters", "tokens") and not subject.proper:
        subject = context.topic() or subject
    if subject is None:
        return None
    if named is not None:
        return Reading("level", named.metric, subject, named.negative, unit=_unit_for(named.metric, q))
    metric = _plain_metric(subject, q)
    if not metric:
        return None
    return Reading("level", metric, subject, unit=_unit_for(metric, q), factor=0.92 if subject.type in ("Market", "Industry") else 0.75)


def _plain_metric(subject: Ref, q: Quantity) -> str:
    if q.kind == "money":
        if subject.type in ("Market", "Industry") or kind_of_head(subject.name.lower().split()) == "market":
            return "marketSize"
        return "amount" if subject.type in ORGANISATIONS else "price" if subject.type in THINGS else "amount"
    if q.kind == "percent":
        return "percentage" if "percentage" in vocab.METRICS else "share"
    if q.kind in ("bare", "scaled"):
        return "count"
    return {"power": "capacity", "tokens": "contextLength", "parameters": "parameterCount", "speed": "speed", "weight": "weight", "data": "dataSize", "computing": "computingPower"}.get(q.kind, "")


# ---------------------------------------------------------------------- the draft
def _draft(host: Host, reading: Reading, line: Line, context: Context, previous: Draft | None) -> Draft | None:
    q = host.quantity
    if reading.subject.type in ("Market", "Industry") and reading.metric in ("valuation", "amount", "price", "dealValue") and q.kind == "money":
        reading = replace(reading, metric="marketSize")
    if reading.metric not in vocab.METRICS:
        return None
    unit = reading.unit or q.unit or "count"
    value, top = q.value, q.value_max
    if reading.negative and value > 0 and (reading.metric in _CHANGES or unit == "percent"):
        value, top = -value, (None if top is None else -top)
    clause = host.clause
    period, date = period_of(q, clause, line, reading.metric)
    if reading.metric == "cagr" and period is not None and len(period) == 4:
        base = context.base_year(reading.subject, period)
        period = f"{base}..{period}" if base else period
    status = status_of(q, clause, line, period, context)
    mood = mood_of(clause) if clause is not None else None
    denied = mood is not None and mood.polarity is Polarity.NEGATIVE and host.slot in ("object", "prep", "subject")
    start, end = _span(host, reading, line)
    context.note_measured(reading.subject)
    if unit != "percent" and period is not None and len(period) == 4:
        context.note_level(reading.subject, period)
    return Draft(
        Kind.MEASUREMENT, reading.subject, "hasMeasurement", start, end, line.index, reading.rule,
        confidence_of(reading.rule) * reading.factor * (0.9 if not reading.subject.proper and reading.subject.type == "" else 1.0),
        q.start, value=value, value_max=top, qualifier=q.qualifier, unit=unit, metric=reading.metric, alts=q.alts, period=period,
        status=status, polarity=Polarity.NEGATIVE if denied else Polarity.POSITIVE, region=region_of(reading.subject, host.phrase, clause, line, context),
        scope=_full_scope(reading, q), date=date,
    )  # fmt: skip


def _full_scope(reading: Reading, q: Quantity) -> str | None:
    per = f"per {q.per}" if q.per else ""
    return " ".join(x for x in (reading.scope or "", per) if x) or None


def _span(host: Host, reading: Reading, line: Line) -> tuple[int, int]:
    q = host.quantity
    parts = [(q.hedge_start, q.end), (host.phrase.start, host.phrase.reach)]
    clause = host.clause
    if clause is not None and abs(clause.verb.start - q.start) < 160:
        parts.append((clause.verb.start, clause.verb.end))
    if line.start <= reading.subject.start < line.end and abs(reading.subject.start - q.start) < 260:
        parts.append((reading.subject.start, reading.subject.end))
    if host.whole is not None and abs(host.whole.start - q.start) < 120:
        parts.append((host.whole.start, host.whole.end))
    return max(line.start, min(a for a, _ in parts)), min(line.end, max(b for _, b in parts))


def unit_of_metric(metric: str) -> str:
    """Kind of unit that a metric has in the ontology."""
    return vocab.METRIC_UNITS.get(metric, "any")


STATUSES: Final = frozenset(Status)
ZERO: Final = Decimal(0)
