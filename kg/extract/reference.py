"""Who and what noun phrases speak of: names, descriptions, and words that point back (`the company`, `it`, `its`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kg.catalogue import Known
from kg.extract.analysis import Analysis, Line
from kg.extract.chunks import NounPhrase
from kg.extract.clauses import Clause
from kg.extract.lexicon import kind_of_head, roles, singular, verb_groups
from kg.extract.mentions import Mention
from kg.extract.quotes import Quote, inside_quote

__all__ = [
    "Context",
    "Ref",
    "class_of_kind",
]

ORGANISATIONS: Final = frozenset(
    {
        "Company",
        "ResearchFirm",
        "Organization",
        "University",
        "GovernmentBody",
        "StandardsBody",
        "NonProfit",
        "NewsOutlet",
    }
)
THINGS: Final = frozenset({"Model", "Product", "Service", "Technology", "Chip"})
PLACES: Final = frozenset({"Place", "Country", "City", "WorldRegion"})
EVENTS: Final = frozenset({"Event", "Conference", "Forum"})
REPORTS: Final = frozenset({"Report", "Survey", "Guideline", "Regulation"})

_CLASS_OF_KIND: Final = {
    "company": "Company", "research_firm": "Company", "government": "Organization", "organization": "Organization",
    "person": "Person", "model": "Model", "product": "Product", "technology": "Technology", "market": "Market",
    "report": "Report", "event": "Event", "deal": "Event", "round": "Event", "partnership": "Event", "group": "Group",
    "place": "Place", "use": "Use", "capability": "Capability",
}  # fmt: skip


def class_of_kind(kind: str) -> str:
    """Class of the ontology for a kind of noun head; empty where there is none."""
    return _CLASS_OF_KIND.get(kind, "")


@dataclass(frozen=True, slots=True)
class Ref:
    """What a noun phrase speaks of.

    Attributes:
        name: the fullest name, or the words of the description.
        type: a class of the ontology, or empty.
        start: first code point of the words that speak of it.
        end: one past the last.
        known: the catalogue's entity, if it is one.
        proper: whether it has a name of its own.
        trust: 1 for a name in place; less for each step back.
        plural: whether it is several of a kind (`chips`, `users`).
    """

    name: str
    type: str
    start: int
    end: int
    known: Known | None = None
    proper: bool = True
    trust: float = 1.0
    plural: bool = False


_PERSON_PRONOUNS: Final = frozenset({"he", "she", "him", "his", "her", "himself", "herself"})
_IT: Final = frozenset({"it", "its", "itself"})
_THEY: Final = frozenset({"they", "their", "them", "themselves"})
_WE: Final = frozenset({"we", "our", "us", "ours"})
_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "both"})
_SKIP_DET: Final = frozenset(
    {
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "some",
        "any",
        "all",
        "both",
        "each",
        "every",
        "such",
    }
)


_PUBLIC: Final = frozenset({"GovernmentBody", "Organization", "StandardsBody"})
_HANDS: Final = frozenset(
    "team engineer researcher scientist developer designer line plant factory lab laboratory unit arm division workshop studio subsidiary department staff group".split()
)
"""Words for a part of a firm: what they do, the firm does."""
_PLAIN: Final = frozenset(
    "overall whole entire total tremendous huge massive growing booming global local domestic same broader wider".split()
)
_REPORT_NOUNS: Final = frozenset(
    "report study survey research poll index paper findings analysis data figures index outlook forecast".split()
)


@dataclass(slots=True)
class _Seen:
    ref: Ref
    line: int
    weight: float


@dataclass(slots=True)
class Context:
    """What has been spoken of so far, sentence by sentence.

    Attributes:
        text: the normalised text.
        analysis: the article.
        publisher: who `we` is in a company's own text.
    """

    text: str
    analysis: Analysis
    publisher: Ref | None = None
    quotes: Sequence[Quote] = ()
    line: int = 0
    _here: list[tuple[int, Ref, float]] = field(default_factory=list)
    _seen: list[_Seen] = field(default_factory=list)
    _subject: Ref | None = None
    _pair: list[Ref] = field(default_factory=list)
    _speaker: Ref | None = None
    _main: str = ""
    _main_thing: str = ""
    _measured: tuple[int, Ref] | None = None
    _group: tuple[int, Ref] | None = None
    _topic: tuple[int, Ref] | None = None
    _levels: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    _places: dict[str, Ref] = field(default_factory=dict)
    _employers: dict[str, Ref] = field(default_factory=dict)
    voice: Ref | None = None

    # ------------------------------------------------------------------ reading on
    def open_line(self, line: Line) -> None:
        """Begin a sentence: its own names can be pointed back to from further on in it."""
        self.line = line.index
        self._note_pair(line)
        subjects = {id(c.subject) for c in line.clauses if c.subject is not None and c.verb.finite}
        self._here = []
        for phrase in all_phrases(line):
            for member in phrase.members:
                ref = self.name_of(member)
                if ref is not None:
                    self._here.append((phrase.end, ref, 4.0 if id(phrase) in subjects else 1.2))

    def note_line(self, line: Line) -> None:
        """Remember what a sentence spoke of, its subjects above all."""
        subjects = {id(c.subject) for c in line.clauses if c.subject is not None and c.verb.finite}
        objects = {id(c.object) for c in line.clauses if c.object is not None}
        first = True
        for phrase in all_phrases(line):
            for member in phrase.members:
                ref = self.name_of(member)
                if ref is None:
                    continue
                weight = (
                    3.0
                    if id(phrase) in subjects and first
                    else 2.0
                    if id(phrase) in subjects
                    else 1.5
                    if id(phrase) in objects
                    else 1.0
                )
                self._seen.append(_Seen(ref, line.index, weight))
            if id(phrase) in subjects:
                first = False
        main = next(
            (c for c in line.clauses if c.verb.finite and not c.relative and c.subject is not None), None
        )
        if main is not None and main.subject is not None:
            ref = self.refer(main.subject)
            if ref is not None and ref.type not in ("Place", "Country", "City"):
                self._subject = ref
        self._note_pair(line)
        del self._seen[:-240]

    def _note_pair(self, line: Line) -> None:
        for phrase in all_phrases(line):
            if len(phrase.members) == 2:
                refs = [self.name_of(m) for m in phrase.members]
                if all(r is not None and r.type in ORGANISATIONS for r in refs):
                    self._pair = [r for r in refs if r is not None]

    @property
    def year(self) -> int | None:
        """Year of the article's own date."""
        published = self.analysis.article.metadata.published
        return int(published[:4]) if published else None

    def report_of(self, publisher: str) -> Ref | None:
        """A report spoken of before that somebody published."""
        return next(
            (
                s.ref
                for s in reversed(self._seen)
                if s.ref.type in ("Report", "Survey") and publisher in s.ref.name and s.line < self.line
            ),
            None,
        )

    def funded(self, clause: Clause) -> Ref | None:
        """Who a round is for: who raised it, or the organisation that the text is about."""
        if (
            clause.subject is not None
            and clause.verb.lemma in ("raise", "close", "secure", "announce")
            and not clause.verb.passive
        ):
            ref = self.refer(clause.subject, "org")
            if ref is not None and ref.proper:
                return ref
        main = next((s.ref for s in reversed(self._seen) if s.ref.name == self._main), None)
        found = main or self._latest(lambda r: r.type in ORGANISATIONS)
        return None if found is None else replace(found, trust=found.trust * 0.92)

    def latest_market(self, start: int) -> Ref | None:
        """The market or industry spoken of last."""
        found = self._latest(lambda r: r.type in ("Market", "Industry"), start)
        return None if found is None else replace(found, trust=found.trust * 0.92)

    def country(self) -> Ref | None:
        """The country spoken of last."""
        return self._latest(lambda r: r.type == "Country")

    def named_with(self, piece: str) -> Ref | None:
        """The latest product or model whose name holds a piece: `110b`."""
        for seen in reversed(self._seen):
            if seen.ref.type in THINGS and piece in seen.ref.name.lower().replace("-", " ").split():
                return replace(seen.ref, trust=0.95)
        for _, ref, _ in self._here:
            if ref.type in THINGS and piece in ref.name.lower().replace("-", " ").split():
                return ref
        return None

    def set_main_thing(self, name: str) -> None:
        """Remember which product or model the article is about."""
        self._main_thing = name

    def note_report(self, ref: Ref) -> None:
        """Remember a report known by description, so that `the report` points to it."""
        self._seen.append(_Seen(ref, self.line, 2.0))

    def note_speaker(self, ref: Ref) -> None:
        """Remember who spoke last."""
        self._speaker = ref

    @property
    def speaker(self) -> Ref | None:
        """Who spoke last, this paragraph or shortly before."""
        return self._speaker

    def set_main(self, name: str) -> None:
        """Remember which organisation the article is about."""
        self._main = name

    def note_measured(self, ref: Ref) -> None:
        """Remember what the last figure was about."""
        self._measured = (self.line, ref)
        if ref.type in ("Market", "Industry"):
            self._seen.append(_Seen(ref, self.line, 1.5))
        if ref.type == "Group":
            self._group = (self.line, ref)

    def note_level(self, ref: Ref, year: str) -> None:
        """Remember for which years a level was given."""
        self._levels.setdefault(ref.name.lower(), []).append((self.line, year))

    def base_year(self, ref: Ref, year: str) -> str | None:
        """The year that a growth rate up to a year counts from: the latest earlier level, if just given."""
        years = [
            y for line, y in self._levels.get(ref.name.lower(), ()) if y < year and self.line - line <= 2
        ]
        return max(years) if years else None

    def last_measured(self) -> Ref | None:
        """What the last figure was about, this sentence or the one before."""
        if self._measured is None or self.line - self._measured[0] > 1:
            return None
        return replace(self._measured[1], trust=self._measured[1].trust * 0.85)

    def last_group(self) -> Ref | None:
        """The people or firms that the last shares were of."""
        if self._group is None or self.line - self._group[0] > 40:
            return None
        return replace(self._group[1], trust=self._group[1].trust * 0.92)

    def note_employer(self, person: str, firm: Ref) -> None:
        """Remember where a person holds a role."""
        self._employers[person] = firm

    def employer(self, person: str) -> Ref | None:
        """Where a person was said to hold a role."""
        return self._employers.get(person)

    def note_described(self, line: Line) -> None:
        """Remember things that a sentence introduces by description: `is launching a heat pump`."""
        for clause in line.clauses:
            thing = clause.patient
            if (
                thing is None
                or thing.words[0].lower not in ("a", "an")
                or thing.examples
                or not verb_groups(clause.verb.lemma.split()[0]) & {"release", "develop"}
            ):
                continue
            ref = self.describe(thing)
            if ref is not None and ref.type in THINGS and self.name_of(thing) is None:
                self._seen.append(_Seen(ref, line.index, 1.4))

    def note_place(self, subject: Ref, place: Ref) -> None:
        """Remember where a market is."""
        self._places.setdefault(subject.name.lower(), place)

    def place_of(self, subject: Ref) -> Ref | None:
        """Where a market was said to be."""
        return self._places.get(subject.name.lower())

    def set_topic(self, ref: Ref) -> None:
        """Remember the product or model that a heading or label speaks of."""
        self._topic = (self.line, ref)

    def topic(self) -> Ref | None:
        """The product or model spoken of: the last heading's, else the latest named."""
        if self._topic is not None:
            return replace(self._topic[1], trust=0.9)
        main = next((s.ref for s in reversed(self._seen) if s.ref.name == self._main_thing), None)
        found = main or self._latest(lambda r: r.type in THINGS and r.proper)
        return None if found is None else replace(found, trust=found.trust * 0.88)

    # ------------------------------------------------------------------ asking
    def name_of(self, phrase: NounPhrase) -> Ref | None:
        """The named thing that a phrase ends in or is renamed by; None for a bare description."""
        mention = phrase.head.mention
        if mention is not None and mention.proper and not mention.demonym:
            return ref_of(mention)
        compound = self._compound(phrase)
        if compound is not None:
            return compound
        for other in phrase.apposed:
            if (
                other.head.mention is not None
                and other.head.mention.proper
                and not other.head.mention.demonym
                and phrase.head.tag != "NNP"
            ):
                ref = ref_of(other.head.mention)
                return (
                    ref
                    if ref.type
                    else replace(ref, type=class_of_kind(kind_of_head([w.lower for w in phrase.core])))
                )
        return None

    def _compound(self, phrase: NounPhrase) -> Ref | None:
        """`the Calypso platform`, `ChatGPT service`, `GTC developer conference`: a name and a word for what it is."""
        words = phrase.core
        if phrase.head.tag not in ("NN", "NNS", "NNP") or len(words) < 2:
            return None
        at = next(
            (
                i
                for i in range(len(words) - 1, -1, -1)
                if words[i].mention is not None and words[i].mention.proper and not words[i].mention.demonym
            ),
            -1,
        )
        if at < 0 or at == len(words) - 1 or len(words) - at > 5:
            return None
        mention = words[at].mention
        assert mention is not None
        rest = [w.lower for w in words[at + 1 :]]
        kind = class_of_kind(kind_of_head(rest))
        named = mention.type or ("Product" if kind in THINGS else "")
        if kind in ("Model", "Product", "Technology") and named in THINGS and len(rest) <= 4:
            return Ref(
                mention.name, kind if kind == "Model" else named, words[at].start, phrase.end, mention.known
            )
        if kind == "Event" and (
            mention.type in ("Event", "Conference", "Forum", "") or mention.type in THINGS
        ):
            return Ref(
                " ".join(self.text[words[at].start : phrase.end].split()),
                "Event",
                words[at].start,
                phrase.end,
                mention.known if mention.type in ("Event", "Conference", "Forum") else None,
            )
        if kind == "Report" and mention.type in ("Report", "Survey", "Guideline", "Regulation"):
            return Ref(mention.name, mention.type, words[at].start, phrase.end, mention.known)
        if rest[-1] in ("series", "family") and named in THINGS:
            return Ref(
                " ".join(self.text[words[at].start : phrase.end].split()), named, words[at].start, phrase.end
            )
        return None

    def refer(self, phrase: NounPhrase, want: str = "") -> Ref | None:
        """What a phrase speaks of.

        Args:
            phrase: one phrase, no list.
            want: `org`, `person`, `thing`, `report` or empty: what the place in the sentence asks for.

        Returns:
            None for words that point nowhere.
        """
        named = self.name_of(phrase)
        if named is not None:
            return named
        head = phrase.head
        if want == "org" and phrase.owner is not None and singular(head.lower) in _HANDS:
            owner = self.owner_of(phrase)
            if owner is not None and owner.type in ORGANISATIONS:
                return replace(owner, start=phrase.start, end=phrase.end, trust=owner.trust * 0.93)
        if head.tag == "PRP" or (head.tag == "PRP$" and len(phrase.words) == 1):
            return self._pronoun(phrase, want)
        if head.lower == "those":
            return self._those(phrase)
        if head.tag in ("QTY", "DATE", "DT", "EX", "CD"):
            return None
        return self._pointing(phrase, want) or self.describe(phrase)

    def _those(self, phrase: NounPhrase) -> Ref | None:
        """`those founded in 2023` are of the kind named last in the sentence."""
        line = next((x for x in self.analysis.lines if x.index == self.line), None)
        if line is None:
            return None
        before = [
            p for p in all_phrases(line) if p.end <= phrase.start and p.head.tag == "NNS" and p is not phrase
        ]
        return self.describe(before[-1]) if before else None

    def owner_of(self, phrase: NounPhrase) -> Ref | None:
        """Who a phrase says owns it: `Uber's app`, `its app`."""
        return None if phrase.owner is None else self.refer(phrase.owner, "org")

    def describe(self, phrase: NounPhrase) -> Ref | None:
        """A description as a thing of its own: `AI chips`, `China's AI industry`."""
        words = [w for w in phrase.core if w.tag != "DT"]
        while words and (words[0].lower in _SKIP_DET or words[0].tag in ("QTY", "DATE", "RB", "CD")):
            words = words[1:]
        if not words or not any(w.tag in ("NN", "NNS", "NNP", "JJ") for w in words):
            return None
        kind = kind_of_head([w.lower for w in words if w.tag in ("NN", "NNS", "NNP", "JJ", "VBG", "VBN")])
        if kind == "generic":
            return None
        start = words[0].start
        if phrase.owner is not None and phrase.owner.head.tag != "PRP$" and phrase.owner.head.tag == "NNP":
            start = phrase.owner.words[0].start
            if phrase.owner.words[0].tag == "DT" and len(phrase.owner.words) > 1:
                start = phrase.owner.words[1].start
        end = words[-1].end
        name = " ".join(self.text[start:end].split())
        if kind == "":
            known = self.analysis.catalogue.find(name, "Technology") or self.analysis.catalogue.find(
                name, "Market"
            )
            if known is not None and known.type in ("Technology", "Industry", "Market"):
                return Ref(name, known.type, start, end, proper=False, plural=True)
        plural = words[-1].tag == "NNS" or singular(words[-1].lower) != words[-1].lower
        return Ref(name, class_of_kind(kind), start, end, proper=False, plural=plural)

    # ------------------------------------------------------------------ words that point back
    def _pronoun(self, phrase: NounPhrase, want: str) -> Ref | None:
        low = phrase.head.lower
        start, end = phrase.start, phrase.end
        found: Ref | None = None
        if low in _PERSON_PRONOUNS:
            found = self._latest(lambda r: r.type == "Person", start)
        elif low in _IT:
            found = self._it(want, start)
        elif low in _THEY:
            found = (
                self._it(want, start)
                if want in ("org", "thing")
                else self._latest(lambda r: r.type in ORGANISATIONS or r.type == "Group", start)
            )
        elif low in _WE:
            if self.voice is not None:
                return replace(self.voice, start=start, end=end, trust=0.88)
            if self.publisher is None or inside_quote(self.quotes, start) is not None:
                return None
            return replace(self.publisher, start=start, end=end, trust=0.88)
        if found is None:
            return None
        near = any(ref.name == found.name for at, ref, weight in self._here if at <= start and weight > 2)
        last = self._subject is not None and self._subject.name == found.name
        alone = self._alone(found)
        return replace(
            found,
            start=start,
            end=end,
            trust=found.trust * (0.96 if near or alone else 0.92 if last else 0.85),
        )

    def _alone(self, ref: Ref) -> bool:
        """Whether nothing else of its kind was spoken of in this sentence and the two before."""
        kinds = (
            ORGANISATIONS
            if ref.type in ORGANISATIONS
            else THINGS
            if ref.type in THINGS
            else frozenset({ref.type})
        )
        here = {r.name for _, r, _ in self._here if r.type in kinds}
        back = {s.ref.name for s in self._seen if self.line - s.line <= 2 and s.ref.type in kinds}
        return here | back == {ref.name}

    def _it(self, want: str, start: int) -> Ref | None:
        if want == "thing":
            here = self._earlier_subject(start, lambda r: r.type in THINGS)
            if here is not None:
                return here
            if self._subject is not None and self._subject.type in THINGS and self._subject.proper:
                return self._subject
            return self._latest(lambda r: r.type in THINGS, start) or self._latest(
                lambda r: r.type in ORGANISATIONS, start
            )
        if want == "org":
            here = self._earlier_subject(start, lambda r: r.type in ORGANISATIONS)
            if here is not None:
                return here
            if self._subject is not None and self._subject.type in ORGANISATIONS:
                return self._subject
            return self._latest(lambda r: r.type in ORGANISATIONS, start)
        here = self._earlier_subject(start, lambda r: r.type not in ("Person", ""))
        if here is not None:
            return here
        if self._subject is not None and self._subject.type not in ("Person", ""):
            return self._subject
        return self._latest(lambda r: r.type in ORGANISATIONS or r.type in THINGS, start)

    def _earlier_subject(self, start: int, fits: Callable[[Ref], bool]) -> Ref | None:
        """The last subject named before a place in the same sentence."""
        return next(
            (ref for end, ref, weight in reversed(self._here) if end <= start and weight > 2 and fits(ref)),
            None,
        )

    def _latest(self, fits: Callable[[Ref], bool], start: int = -1) -> Ref | None:
        """The most recent fitting thing, in this sentence before a place or in those before; subjects weigh more."""
        best: Ref | None = None
        score = 0.0
        for end, ref, weight in reversed(self._here):
            if 0 <= end <= start and fits(ref) and weight * 1.5 > score:
                best, score = ref, weight * 1.5
        for seen in reversed(self._seen):
            distance = self.line - seen.line
            if distance > (30 if seen.ref.type in ("Report", "Survey") else 8):
                if distance > 30:
                    break
                continue
            weight = seen.weight * (2.5 if seen.ref.name == self._main else 1.0) / max(distance, 1)
            if fits(seen.ref) and weight > score:
                best, score = seen.ref, weight
        return best

    def _pointing(self, phrase: NounPhrase, want: str) -> Ref | None:
        """`the company`, `the Beijing-based startup`, `the model`: the latest name of that kind."""
        first = phrase.words[0].lower
        if (
            first == "our"
            and phrase.head.tag == "NN"
            and len(phrase.core) <= 2
            and kind_of_head([w.lower for w in phrase.core]) in ("model", "product")
        ):
            found = self.topic()  # `our model`, in a firm's own text
            return (
                None
                if found is None
                else replace(found, start=phrase.start, end=phrase.end, trust=found.trust * 0.95)
            )
        if first not in _DEFINITE or phrase.of or phrase.owner is not None:
            return None
        core = [w.lower for w in phrase.core if w.tag in ("NN", "NNS", "NNP", "JJ", "VBG", "VBN", "CD")]
        kind = kind_of_head(core)
        plural = phrase.head.tag == "NNS"
        if core[-1:] and core[-1] in ("country", "nation") and len(core) == 1:
            found = self._latest(lambda r: r.type == "Country", phrase.start)
            return (
                None
                if found is None
                else replace(found, start=phrase.start, end=phrase.end, trust=found.trust * 0.9)
            )
        if kind == "market" and set(core[:-1]) <= _PLAIN:
            found = self._latest(lambda r: r.type in ("Market", "Industry"), phrase.start)
            return (
                None
                if found is None
                else replace(found, start=phrase.start, end=phrase.end, trust=found.trust * 0.92)
            )
        if kind == "market":
            wanted = {singular(w) for w in core}
            found = self._latest(
                lambda r: (
                    r.type in ("Market", "Industry")
                    and wanted <= {singular(w) for w in r.name.lower().replace("'s", "").split()}
                ),
                phrase.start,
            )
            return (
                None
                if found is None
                else replace(found, start=phrase.start, end=phrase.end, trust=found.trust * 0.92)
            )
        if kind in ("company", "research_firm", "organization", "government") and not plural:
            public = kind == "government"
            found = self._subject_of_kind() if len(core) <= 3 and not public else None
            found = found or self._latest(
                lambda r: r.type in ORGANISATIONS and (not public or r.type in _PUBLIC), phrase.start
            )
            if public and found is None:
                return None
            if found is None:
                found = self._latest(lambda r: r.type == "" and r.proper, phrase.start)
                return (
                    None
                    if found is None
                    else replace(
                        found, type="Company", start=phrase.start, end=phrase.end, trust=found.trust * 0.8
                    )
                )
            return replace(
                found,
                start=phrase.start,
                end=phrase.end,
                trust=found.trust * (0.95 if self._alone(found) else 0.88),
            )
        if kind in ("model", "product", "technology") and len(core) <= 2:
            found = self._latest(lambda r: r.type in THINGS and r.proper, phrase.start)
            if found is None:
                found = self._latest(lambda r: r.type == "" and r.proper, phrase.start)
                return (
                    None
                    if found is None
                    else replace(
                        found,
                        type=class_of_kind(kind),
                        start=phrase.start,
                        end=phrase.end,
                        trust=found.trust * 0.75,
                    )
                )
            return replace(
                found,
                start=phrase.start,
                end=phrase.end,
                trust=found.trust * (0.94 if self._alone(found) else 0.8),
            )
        if (
            core[-1] in ("initiative", "plan", "programme", "program", "scheme", "roadmap")
            and len(core) <= 2
            and not plural
        ):
            found = self._latest(
                lambda r: r.type in ("Report", "Survey", "Guideline", "Regulation"), phrase.start
            )
            if found is not None:
                return replace(found, start=phrase.start, end=phrase.end, trust=found.trust * 0.85)
        if core[-1] in _REPORT_NOUNS and len(core) <= 2:
            found = self._latest(
                lambda r: r.type in ("Report", "Survey", "Guideline", "Regulation"), phrase.start
            )
            return (
                None
                if found is None
                else replace(found, start=phrase.start, end=phrase.end, trust=found.trust * 0.9)
            )
        if kind == "event" and len(core) <= 2:
            found = self._latest(
                lambda r: r.type in ("Event", "Conference", "Forum") and r.proper, phrase.start
            )
            return (
                None
                if found is None
                else replace(found, start=phrase.start, end=phrase.end, trust=found.trust * 0.8)
            )
        if (kind == "person" and not plural) or (core and core[-1] in roles().heads and len(core) <= 2):
            found = self._latest(lambda r: r.type == "Person", phrase.start)
            return (
                None
                if found is None
                else replace(found, start=phrase.start, end=phrase.end, trust=found.trust * 0.8)
            )
        return None

    def _subject_of_kind(self) -> Ref | None:
        if self._subject is not None and self._subject.type in ORGANISATIONS:
            return self._subject
        return None

    def pair(self) -> list[Ref]:
        """The last two organisations named together: `the two companies`."""
        return list(self._pair)

    def members(self, phrase: NounPhrase, want: str = "") -> list[Ref]:
        """What each member of a list speaks of; `both companies` is a list of two."""
        if len(phrase.members) == 1:
            core = [w.lower for w in phrase.words]
            if (
                len(self._pair) == 2
                and core[-1] in ("companies", "firms", "partners", "parties", "sides")
                and core[0] in ("both", "the", "two")
                and len(core) <= 3
            ):
                return [replace(r, start=phrase.start, end=phrase.end, trust=0.8) for r in self._pair]
            if core == ["they"] and len(self._pair) == 2 and want == "org":
                return [replace(r, start=phrase.start, end=phrase.end, trust=0.75) for r in self._pair]
        if phrase.head.lower == "likes" and phrase.of:
            return self.members(phrase.of[0], want)
        named = [r for e in phrase.examples if (r := self.name_of(e)) is not None]
        if named and phrase.head.tag == "NNS" and phrase.head.mention is None:
            return named  # `investors such as A and B`
        refs = [r for m in phrase.members if (r := self.refer(m, want)) is not None]
        kinds = {r.type for r in refs if r.type}
        if len(refs) > 1 and len(kinds) == 1 and (kinds == {"Person"} or kinds <= ORGANISATIONS):
            kind = "Person" if kinds == {"Person"} else "Company"
            refs = [replace(r, type=kind) if r.type == "" and r.proper else r for r in refs]
        return refs


def ref_of(mention: Mention) -> Ref:
    """A name as what it names."""
    return Ref(mention.name, mention.type, mention.start, mention.end, mention.known)


def all_phrases(line: Line) -> list[NounPhrase]:
    """Every phrase of a sentence, what hangs on others included, in order of place."""
    if line.phrases is None:
        line.phrases = _walk_phrases(line)
    return line.phrases


def _walk_phrases(line: Line) -> list[NounPhrase]:
    found: list[NounPhrase] = []

    def walk(phrase: NounPhrase, depth: int = 0) -> None:
        found.append(phrase)
        if depth > 6:
            return
        for part in (
            *phrase.of,
            *phrase.examples,
            *phrase.apposed,
            *(m for m in phrase.items if m is not phrase),
        ):
            walk(part, depth + 1)
        if phrase.owner is not None:
            walk(phrase.owner, depth + 1)
        for aside in phrase.asides:
            for chunk in aside:
                if isinstance(chunk, NounPhrase):
                    walk(chunk, depth + 1)

    for chunk in line.run:
        if isinstance(chunk, NounPhrase):
            walk(chunk)
    found.sort(key=lambda p: p.start)
    return found
