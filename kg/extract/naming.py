"""One table of names an article: which surfaces name one thing, and what kind of thing it is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kg.catalogue import Catalogue, Known, agrees
from kg.extract.forms import is_known_word
from kg.extract.lexicon import kind_of_head, names, roles, singular, verb_groups
from kg.extract.mentions import Mention
from kg.extract.runs import Run
from kg.extract.tokens import Token

__all__ = ["NameTable"]

_CLASS_OF_KIND: Final = {
    "company": "Company", "research_firm": "Company", "government": "Organization", "organization": "Organization",
    "person": "Person", "model": "Model", "product": "Product", "technology": "Technology", "report": "Report",
    "event": "Event", "place": "Place", "market": "Market",
}  # fmt: skip
_TICKER: Final = re.compile(
    r"\s?\((?:(?:NYSE|NASDAQ|Nasdaq|HKEX|HKG|LSE|TSE|KRX|KOSPI|KOSDAQ|SZSE|SSE|TSX|ASX|SIX|ETR|EPA|OTC\w*|ticker|NSE|BSE|AMS|TYO)\s?:\s?[\w.]{1,8}|[A-Z]{2,5}(?:\.[A-Z]{1,2})?)(?:[;,][^)]*)?\)"
)
_ACRONYM: Final = re.compile(r"\s?\((?:the\s+|or\s+)?\"?([A-Z][A-Za-z&.-]{1,9})\"?\)")
_ACTS: Final = frozenset(
    {
        "release",
        "acquire",
        "invest",
        "raise",
        "partner",
        "supply",
        "compete",
        "develop",
        "use",
        "plan",
        "present",
        "publish",
    }
)


@dataclass
class _Entry:
    """What the article shows of one name."""

    surface: str
    votes: Counter[str] = field(default_factory=Counter)
    count: int = 0
    inside: int = 0  # times it stands in mid-sentence, where a capital means something
    known: Mention | None = None


class NameTable:
    """Collects every occurrence first; then says what each surface names."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._entries: dict[str, _Entry] = {}
        self._alias: dict[str, str] = {}
        self._settled: dict[str, tuple[str, str]] = {}
        self._own_names: dict[str, str] = {}
        self._votes: dict[str, Counter[str]] = defaultdict(Counter)

    # ------------------------------------------------------------------ collecting
    def see(self, text: str, tokens: Sequence[Token], run: Run, places: frozenset[int] = frozenset()) -> None:
        """Note one occurrence of a run of capitals and what its neighbours say of it."""
        surface = text[run.start : run.end]
        entry = self._entries.setdefault(surface, _Entry(surface))
        entry.count += 1
        entry.inside += not run.opens
        _vote_by_neighbours(entry.votes, text, tokens, run, places)

    def see_known(self, mention: Mention) -> None:
        """Note a name of the catalogue."""
        entry = self._entries.setdefault(mention.text, _Entry(mention.text))
        entry.count += 1
        entry.inside += 1
        entry.known = mention
        assert mention.known is not None
        ident = mention.known.entity.id
        old = self._own_names.get(ident)
        if not mention.demonym and (
            old is None or (len(mention.text.split()), len(mention.text)) > (len(old.split()), len(old))
        ):
            self._own_names[ident] = mention.text

    def see_acronym(self, text: str, start: int, end: int) -> None:
        """Note `Full Name (FN)`."""
        m = _ACRONYM.match(text, end)
        if (m is not None and not _TICKER.match(text, end)) or (
            m is not None and _spells(m[1], text[start:end])
        ):
            assert m is not None
            if _spells(m[1], text[start:end]):
                self._alias[m[1].strip(".")] = text[start:end]

    # ------------------------------------------------------------------ settling
    def settle(self) -> None:
        """Join short forms to full names and decide types."""
        everything = sorted(self._entries.values(), key=lambda e: (-len(e.surface.split()), e.surface))
        for entry in everything:
            if entry.known is None:
                self._join(entry, everything)
        for entry in self._entries.values():
            self._votes[self._root(entry.surface)].update(entry.votes)
        for surface in self._entries:
            root = self._root(surface)
            self._settled[surface] = (root, self._decide(root, self._votes[root]))

    def _root(self, surface: str) -> str:
        seen = set()
        while surface in self._alias and surface not in seen:
            seen.add(surface)
            surface = self._alias[surface]
        return surface

    def _join(self, entry: _Entry, full: Sequence[_Entry]) -> None:
        """A short form takes the longest name that it opens or ends, if only one kind of name fits."""
        surface = entry.surface
        if surface in self._alias:
            return
        words = surface.split()
        longer = [e for e in full if len(e.surface.split()) > len(words)]
        ends = [e for e in longer if e.surface.split()[-len(words) :] == words and _is_person_like(e)]
        if len(words) == 1 and len({e.surface for e in ends}) == 1:
            self._alias[surface] = ends[0].surface
            return
        made = [e for e in longer if _made_by(e.surface, surface, self._entries) and not _is_person_like(e)]
        if len(words) == 1 and len({e.surface for e in made}) == 1:
            self._alias[surface] = made[0].surface
            return
        opens = [
            e for e in longer if e.surface.split()[: len(words)] == words and _same_thing(e.surface, words)
        ]
        if len({e.surface for e in opens}) == 1 and not _is_person_like(opens[0]):
            self._alias[surface] = opens[0].surface

    def _decide(self, root: str, votes: Counter[str]) -> str:
        entry = self._entries.get(root)
        if entry is not None and entry.known is not None:
            return entry.known.type
        known = self.known(root)
        if known is not None:
            return known.entity.type
        total = Counter(votes)
        total.update(_vote_by_shape(root))
        if not total:
            return ""
        best = max(total.values())
        if best <= 0 or (best < 2 and total["Place"] == best):
            return ""
        return min((t for t, v in total.items() if v == best), key=_PRIORITY.index)

    # ------------------------------------------------------------------ asking
    def resolve(self, surface: str) -> tuple[str, str]:
        """Full name and type of a surface; type empty where nothing shows it."""
        return self._settled.get(surface, (self._root(surface), ""))

    def known(self, name: str) -> Known | None:
        """The catalogue's entry of a name, spelled as there; one that is an ordinary word too needs support."""
        fits = [
            k for k in self._catalogue.named(name) if name in k.names and k.entity.type not in _COMMON_TYPES
        ]
        plain = [k for k in fits if name not in k.ambiguous]
        if len(plain) == 1:
            return plain[0]
        entry = self._entries.get(name)
        votes = self._votes.get(name, Counter())
        for k in plain or fits:
            vote = max((votes[t] for t in votes if agrees(k.entity.type, t)), default=0)
            against = max(
                (
                    votes[t]
                    for t in votes
                    if not agrees(k.entity.type, t) and not (k.entity.type in _MAKERS and t in _MADE)
                ),
                default=0,
            )
            if vote >= against and (vote > 0 or (entry is not None and entry.inside > 1)):
                return k
        return None

    def is_firm(self, surface: str) -> bool:
        """Whether a surface is used as a name where a capital means something, or stands for a longer name."""
        if surface in self._alias:
            return True
        entry = self._entries.get(surface)
        return entry is not None and (entry.inside > 0 or entry.known is not None)

    def retitle(self, mention: Mention) -> Mention:
        """Give a known entity the fullest name that the article itself uses for it."""
        if mention.known is None or mention.demonym:
            return mention
        name = self._own_names.get(mention.known.entity.id)
        return mention if name is None or name == mention.name else replace(mention, name=name)

    def is_name(self, surface: str, run: Run) -> bool:
        """Whether a run is a name at all: seen in mid-sentence, or of a telling shape, or typed by its neighbours."""
        entry = self._entries.get(surface)
        if entry is None:
            return False
        if entry.inside or entry.known or not run.opens or surface in self._alias:
            return True
        return (
            " " in surface
            or not is_known_word(surface.lower())
            or any(c.isupper() or c.isdigit() for c in surface[1:])
            or self._settled[surface][1] != ""
        )


_MAKERS: Final = frozenset({"Company", "ResearchFirm", "Organization", "University"})
_MADE: Final = frozenset({"Product", "Model", "Technology"})
"""A firm's name stands before what it makes: a vote for the product is no vote against the firm."""
_COMMON_TYPES: Final = frozenset({"Technology", "Market", "Industry"})
_PRIORITY: Final = [
    "Person",
    "Company",
    "Organization",
    "Model",
    "Product",
    "Event",
    "Report",
    "Technology",
    "Place",
    "Market",
]


def _spells(acronym: str, name: str) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", acronym).lower()
    initials = "".join(w[0] for w in re.findall(r"[A-Za-z]+", name)).lower()
    capitals = "".join(c for c in name if c.isupper()).lower()
    return len(letters) > 1 and (
        letters == capitals
        or initials.startswith(letters)
        or letters in initials
        or capitals.startswith(letters)
    )


def _same_thing(longer: str, words: Sequence[str]) -> bool:
    """`Unitree` and `Unitree Robotics` are one; `Uber` and `Uber ATG` are not, nor a maker and its product."""
    rest = [w.lower().rstrip(".") for w in longer.split()[len(words) :]]
    return all(names().suffixes.get(w) in ("Company", "Organization") for w in rest)


def _made_by(longer: str, short: str, entries: Mapping[str, _Entry]) -> bool:
    """`Humble Hauler` and `Hauler`, `DeepSeek-V4-Pro` and `V4-Pro`: the maker's name, then the product's."""
    for joint in (" ", "-"):
        if longer.endswith(joint + short) and longer[: -len(short) - 1] in entries:
            return True
    return False


def _is_person_like(entry: _Entry) -> bool:
    if entry.known is not None:
        return entry.known.type == "Person"
    votes = Counter(entry.votes)
    votes.update(_vote_by_shape(entry.surface))
    return bool(votes) and votes["Person"] >= max(votes.values())


def _vote_by_shape(name: str) -> Counter[str]:
    """What a name's own words say."""
    votes: Counter[str] = Counter()
    words = name.split()
    held = names()
    last = words[-1].lower().rstrip(".")
    pair = " ".join(words[-2:]).lower().rstrip(".")
    suffix = held.suffixes.get(pair) or held.suffixes.get(last)
    if suffix and len(words) > 1:
        votes[suffix] += 4 if last not in held.loose else 2
    for opening, kind in held.openings.items():
        if name.lower().startswith(opening):
            votes[kind] += 5
    if any(c.isdigit() for c in name):
        votes["Model" if re.search(r"(?i)-\d+b|\bv\d|\d\.\d|gpt|llm", name) else "Product"] += 2
    plain = all(re.fullmatch(r"[^\W\d_]+(?:[-'][^\W\d_]+)?\.?", w) for w in words)
    if plain and 2 <= len(words) <= 4 and all(w[0].isupper() for w in words):
        if words[0] in held.given:
            votes["Person"] += 4
        elif words[0] in held.doubtful:
            votes["Person"] += 2
        if len(words) <= 3 and (words[0] in held.surnames or words[-1] in held.surnames):
            votes["Person"] += 2
        if any(w.isupper() and len(w) > 2 for w in words):
            votes["Person"] -= 2
    return votes


def _vote_by_neighbours(
    votes: Counter[str], text: str, tokens: Sequence[Token], run: Run, places: frozenset[int]
) -> None:
    """What stands right before and after an occurrence says of its kind."""
    before = tokens[max(0, run.first - 4) : run.first]
    after = tokens[run.last : run.last + 6]
    own = tokens[run.first : run.last]
    foreign = len(own) == 2 and all(
        t.text.isalpha() and t.text[1:].islower() and not is_known_word(t.lower) for t in own
    )
    _vote_before(
        votes, before, run.last - run.first == 1, len(before) > 1 and before[-2].start in places, foreign
    )
    if (
        before
        and before[-1].lower == "at"
        and not (len(before) > 1 and before[-2].tag in ("NN", "NNS"))
        and len(after) > 1
        and after[0].lower == "in"
        and after[1].tag == "NNP"
    ):
        votes["Event"] += 2
    _vote_after(votes, after)
    _vote_apposition(votes, after)
    if _TICKER.match(text, run.end):
        votes["Company"] += 4 if ":" in text[run.end : run.end + 14] else 1
    if text[run.end : run.end + 6].startswith("-based"):
        votes["Place"] += 5


_FIRM_WORDS: Final = frozenset(
    "regulator watchdog agency carrier partner rival neighbour neighbor supplier customer client competitor fund brand publisher operator developer designer trader broker haulier house marque label group lab studio union trader fab".split()
)
"""Nouns for a firm that are nouns for a person or a thing too; before a name they mean the firm."""


def _vote_before(
    votes: Counter[str], before: Sequence[Token], one_word: bool, of_place: bool, foreign: bool
) -> None:
    if not before:
        return
    held = roles()
    low = [t.lower.rstrip(".") for t in before]
    if low[-1] in held.honorifics:
        votes["Person"] += 6
    if low[-1] in _FIRM_WORDS:
        votes["Company"] += 5 if one_word else 3
    elif low[-1] in held.heads or " ".join(low[-2:]) in held.heads:
        votes["Person"] += 4
    kind = kind_of_head(low)
    if before[-1].tag in ("NN", "NNS") and kind in _CLASS_OF_KIND:
        votes[_CLASS_OF_KIND[kind]] += 4
    if low[-1] in ("said", "says", "told", "adds", "added", "wrote", "writes", "explains", "noted"):
        votes["Person"] += 1
    if (
        len(low) > 1
        and low[-1] in ("of", "at", "for")
        and (
            low[-2] in held.heads
            or singular(low[-2]) in held.heads
            or (before[-2].tag == "NNP" and low[-2] in held.functions)
        )
    ):
        votes["Company"] += 4
    if low[-1] == "'s" and len(before) > 1 and before[-2].tag == "NNP" and not (foreign and not of_place):
        votes["Company" if of_place else "Product"] += 2
    if low[-1] in ("its", "their", "our"):
        votes["Product"] += 2
    if low[-1] in ("called", "named", "dubbed"):
        votes["Product"] += 3
    classes = verb_groups(before[-1].lemma)
    if "release" in classes and before[-1].lemma not in ("publish", "issue", "release"):
        votes["Product"] += 2
    if (
        classes & {"acquire", "partner", "found"}
        and before[-1].tag.startswith("VB")
        and before[-1].lemma != "launch"
    ):
        votes["Company"] += 2
    if (
        low[-1] in ("in", "from")
        and len(before) > 1
        and before[-2].tag in ("NN", "NNS", "NNP", "VBN", "VBD", ",")
    ):
        votes["Place"] += 1
    if (
        low[-1] in ("with", "by")
        and len(low) > 1
        and (
            low[-2]
            in ("partnership", "deal", "agreement", "collaboration", "led", "backed", "acquired", "founded")
        )
    ):
        votes["Company"] += 2
    if low[-1] == "on" and len(low) > 1 and low[-2] in ("built", "based", "run", "runs", "running"):
        votes["Product"] += 1


def _vote_after(votes: Counter[str], after: Sequence[Token]) -> None:
    if not after:
        return
    held = roles()
    low = [t.lower.rstrip(".") for t in after]
    at = 1 if low[0] == "'s" and len(low) > 1 else 0
    if low[at] in held.heads or (
        len(low) > at + 1
        and (low[at] in held.modifiers or low[at] in held.functions)
        and (low[at + 1] in held.heads or low[at + 1] in held.modifiers)
    ):
        votes["Company"] += 4
    if at == 1:
        votes["Company"] += 1
    if low[0] in ("shares", "stock"):
        votes["Company"] += 3
    if after[0].tag in ("NN", "NNS") and at == 0:
        kind = kind_of_head(low[:1])
        if kind in ("product", "model", "technology"):
            votes[_CLASS_OF_KIND[kind]] += 3
        elif kind in ("company", "event", "report"):
            votes[_CLASS_OF_KIND[kind]] += 2
    verb = next((t for t in after[:3] if t.tag.startswith("VB")), None)
    if verb is not None and all(
        t.tag in ("RB", "MD", "VBZ", "VBD", "VBP") or t is verb for t in after[: after.index(verb) + 1]
    ):
        _vote_by_verb(votes, verb, after)


def _vote_by_verb(votes: Counter[str], verb: Token, after: Sequence[Token]) -> None:
    classes = verb_groups(verb.lemma)
    if "say" in classes:
        votes["Person"] += 1
        votes["Company"] += 1
    if classes & {"acquire", "raise", "partner", "release", "invest"}:
        votes["Company"] += 2
    if verb.lemma in (
        "operate",
        "employ",
        "plan",
        "announce",
        "launch",
        "report",
        "spend",
        "hire",
        "earn",
        "own",
        "deliver",
        "sell",
        "open",
        "expect",
        "post",
    ):
        votes["Company"] += 1
    if verb.lemma in (
        "be",
        "support",
        "feature",
        "run",
        "offer",
        "enable",
        "allow",
        "generate",
        "outperform",
        "achieve",
        "score",
    ):
        votes["Product"] += 1
    if verb.lemma in ("join", "serve", "resign", "graduate", "born"):
        votes["Person"] += 2


def _vote_apposition(votes: Counter[str], after: Sequence[Token]) -> None:
    """`X, a startup ...`, `X, chief executive of ...`, `X is a model`."""
    if len(after) < 3:
        return
    held = roles()
    low = [t.lower.rstrip(".") for t in after]
    if after[0].text in (",", "(", "\u2014", "\u2013"):
        rest = low[1:]
        if rest[0] in held.heads or (rest[0] in held.modifiers and len(rest) > 1):
            votes["Person"] += 4
            return
        if rest[0] in ("a", "an", "the", "one", "another", "its"):
            kind = ""
            for k in range(2, len(rest) + 1):
                if after[k].tag not in ("NN", "NNS", "JJ", "NNP", "VBG", "VBN", "CD", "RB", "POS", "DT"):
                    break
                found = kind_of_head(rest[1:k])
                kind = found or kind
            if kind == "person" or any(r in held.heads for r in rest[1:4]):
                votes["Person"] += 3
            elif kind in _CLASS_OF_KIND:
                votes[_CLASS_OF_KIND[kind]] += 3
    elif low[0] in ("is", "was") and low[1] in ("a", "an", "the", "one"):
        kind = kind_of_head(
            [w for w, t in zip(low[2:], after[2:], strict=True) if t.tag in ("NN", "NNS", "JJ", "NNP", "VBG")]
        )
        if kind in _CLASS_OF_KIND:
            votes[_CLASS_OF_KIND[kind]] += 3
