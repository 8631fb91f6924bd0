"""Parts of speech: a lexicon, suffixes, and what stands next to what.

Tags are those of the Penn Treebank, fewer: DT PRP PRP$ WH TH(at) IN TO CC MD EX CD NN NNS NNP JJ RB
VB VBP VBZ VBD VBN VBG POS NOT and, for signs, `, . : ( ) " -- SYM`.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import cache
from typing import Final

from kg.extract.lexicon import common_words, read_table, read_words, singular, verb_groups
from kg.extract.tokens import Token, is_ornament

__all__ = ["FINITE", "guess_lemma", "guess_tags", "is_verb_form", "tag_tokens", "verb_lemma"]

FINITE: Final = frozenset({"VBZ", "VBP", "VBD", "MD"})

_CLOSED: Final[Mapping[str, str]] = {
    word: tag
    for tag, words in {
        "DT": "the a an this these those each every some any no another both all either neither such half",
        "PRP": "i you he she it we they them him us me himself herself itself themselves one ours theirs everyone someone anyone nobody",
        "PRP$": "my your his its our their her",
        "WH": "who whom whose which what whoever whatever whichever",
        "TH": "that",
        "IN": "of in on at by for with from into onto over under about between among through during across against "
        "toward towards upon within without via per amid despite including like than as since until till after "
        "before because although though while whereas if unless whether behind beyond near above below beside "
        "besides along around throughout out off up down following regarding concerning except versus vs vs. "
        "alongside amongst atop inside outside so once whilst circa plus excluding",
        "TO": "to",
        "CC": "and or but nor & yet and/or",
        "MD": "will would can could may might shall should must cannot can't won't couldn't wouldn't shouldn't mustn't 'll",
        "EX": "there",
        "NOT": "not n't never",
        "WRB": "when where why how",
        "RB": "also then now still already just only even too very more most less least quite rather ever again here "
        "soon today yesterday tomorrow however meanwhile instead therefore thus hence otherwise moreover furthermore "
        "almost always often sometimes seldom together apart away back forward ago later earlier early else well "
        "perhaps maybe indeed far further nearly roughly about once twice first next last abroad online ahead "
        "previously formerly currently recently reportedly initially originally likely",
        "VBZ": "is has does 's isn't hasn't doesn't",
        "VBP": "are am have do 're 've 'm aren't haven't don't",
        "VBD": "was were had did wasn't weren't hadn't didn't",
        "VB": "be",
        "VBN": "been done",
        "VBG": "being having doing",
        "JJ": "many much few several other own same new such able due worth",
    }.items()
    for word in words.split()
}
_LEMMAS: Final[Mapping[str, str]] = {
    form: lemma
    for lemma, forms in {
        "be": "is are am was were be been being 're 'm isn't aren't wasn't weren't",
        "have": "has have had having 've hasn't haven't hadn't",
        "do": "does do did doing done doesn't don't didn't",
    }.items()
    for form in forms.split()
} | {"'s": "be"}
_SIGNS: Final[Mapping[str, str]] = (
    dict.fromkeys((".", "!", "?", "...", "…", "。"), ".")
    | dict.fromkeys(("–", "—", "-", "--"), "--")
    | {c: c for c in (",", "(", ")", '"', ":", ";", "/")}
    | {"[": "(", "]": ")", "{": "(", "}": ")", "'": '"'}
)
_ADJECTIVE_ENDS: Final = (
    "able",
    "ible",
    "ous",
    "ful",
    "ic",
    "ical",
    "ive",
    "less",
    "ial",
    "ual",
    "ary",
    "ese",
    "-based",
    "-like",
    "-wide",
    "-led",
    "-backed",
    "-powered",
    "-driven",
    "-scale",
    "-term",
    "-end",
    "-class",
    "-grade",
    "-level",
)


def guess_tags(word: str) -> tuple[str, ...]:
    """Tags that the ending of a lower-case word suggests, likeliest first."""
    if word.endswith("ly"):
        return ("RB",)
    if word.endswith("ing") and len(word) > 5:
        return ("VBG", "NN")
    if word.endswith("ed") and len(word) > 4:
        return ("VBN", "VBD")
    if word.endswith(_ADJECTIVE_ENDS):
        return ("JJ",)
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return ("NNS",)
    return ("NN",)


def guess_lemma(form: str, lemmas: Container[str]) -> str | None:
    """Undo a regular verb ending; None where no lemma in `lemmas` fits."""
    tries: list[str] = [form]
    if form.endswith("ies"):
        tries.append(form[:-3] + "y")
    if form.endswith("es"):
        tries += [form[:-2], form[:-1]]
    elif form.endswith("s"):
        tries.append(form[:-1])
    elif form.endswith("ied"):
        tries.append(form[:-3] + "y")
    for ending in ("ed", "ing"):
        if form.endswith(ending):
            stem = form[: -len(ending)]
            if len(stem) > 2 and stem[-1] == stem[-2]:
                tries.append(stem[:-1])
            tries += [stem, stem + "e"]
    return next((t for t in tries if t in lemmas), None)


@cache
def _lexicon() -> tuple[dict[str, tuple[str, ...]], dict[str, str], frozenset[str]]:
    tags: dict[str, tuple[str, ...]] = {}
    lemmas: dict[str, str] = {}
    for line in read_words().splitlines():
        if line.startswith("#"):
            continue
        word, *rest = line.split()
        for tag in rest:
            if ":" in tag:
                lemmas[word] = tag.partition(":")[2]
        tags[word] = tuple(dict.fromkeys(t.partition(":")[0] for t in rest))
    bases = frozenset(w for w, t in tags.items() if "VB" in t)
    bases |= {phrase.split()[0] for table in read_table("verbs").values() for phrase in table["verbs"]}
    return tags, lemmas, bases


@cache
def verb_lemma(form: str) -> str:
    """Lemma of a verb form in lower case; the form itself where it is unknown."""
    if form in _LEMMAS:
        return _LEMMAS[form]
    _, irregular, bases = _lexicon()
    if form in irregular:
        return irregular[form]
    if "-" in form:
        head, _, tail = form.rpartition("-")
        return f"{head}-{verb_lemma(tail)}"
    return guess_lemma(form, bases) or form


_PREFIXES: Final = frozenset("co re pre over out un mis sub de cross fast open soft hard fine".split())


@cache
def _tags_of(word: str) -> tuple[str, ...]:
    tags, _, bases = _lexicon()
    if word in tags:
        return tags[word]
    if "-" in word:
        head, _, tail = word.rpartition("-")
        found = _tags_of(tail)
        if head in _PREFIXES and found[0].startswith("VB"):
            return found
        return ("JJ",) if found[0].startswith("VB") or found[0] in ("JJ", "RB") else found
    guess = guess_tags(word)
    if guess == ("NNS",) and guess_lemma(word, bases):
        return ("NNS", "VBZ")
    return guess


def is_verb_form(word: str) -> bool:
    """Whether a lower-case word can be a verb."""
    return any(t.startswith("VB") for t in _tags_of(word))


@cache
def is_known_word(word: str) -> bool:
    """Whether a lower-case word is in the dictionary, inflected or as part of a hyphenated one."""
    tags, _, bases = _lexicon()
    if (
        word in tags
        or word in _CLOSED
        or word in common_words()
        or singular(word) in common_words()
        or singular(word) in tags
    ):
        return True
    if "-" in word:
        return all(is_known_word(p) for p in word.split("-") if p)
    return guess_lemma(word, bases) is not None or word.endswith(
        ("ly", "ness", "ment", "tion", "ing", "ed", "able")
    )


def _first_guess(token: Token, first_in_sentence: bool) -> tuple[str, ...]:
    text = token.text
    closed = _CLOSED.get(token.lower)
    if closed is not None and (
        text[0].islower() or first_in_sentence or len(text) == 1 or text.istitle() or not text.isalpha()
    ):
        # "IT", "US" and "IN" in capitals are names
        return (closed,)
    sign = _SIGNS.get(text)
    if sign is not None:
        return (sign,)
    if text[0].isdigit():
        return ("NNP",) if text[-1].islower() and sum(c.isalpha() for c in text) > 3 else ("CD",)
    if not (text[0].isalpha() or text[0] in "@#"):
        return ("SYM",)
    if text[0].isupper() or text[0] in "@#" or any(c.isupper() for c in text) or not text.isascii():
        if first_in_sentence and text[1:].islower():
            if not is_known_word(token.lower):
                return ("NNP",)
            tags = _tags_of(token.lower)
            return (*tags, "NNP")
        return ("NNP",)
    if text.startswith(("http", "www.")):
        return ("NNP",)
    return _tags_of(token.lower)


_BE: Final = frozenset("is are am was were be been being 's 're 'm isn't aren't wasn't weren't".split())
_HAVE: Final = frozenset("has have had having 've hasn't haven't hadn't".split())
_DO: Final = frozenset("does do did don't doesn't didn't".split())
_NOMINAL: Final = frozenset({"NN", "NNS", "NNP", "CD", "PRP", ")"})


def tag_tokens(tokens: Sequence[Token], proper: Container[int] = ()) -> None:
    """Set `tag` and `lemma` of the tokens of one sentence.

    Args:
        tokens: the tokens.
        proper: indices of those that are known to be names whatever they look like.
    """
    guesses = [
        _first_guess(t, i == 0 or tokens[i - 1].text in ('"', ":") or is_ornament(tokens[i - 1].text))
        for i, t in enumerate(tokens)
    ]
    for i in range(len(guesses)):
        if i in proper:
            guesses[i] = ("NNP",)
    for i, token in enumerate(tokens):
        options = guesses[i]
        token.tag = options[0] if len(options) == 1 else _choose(tokens, guesses, i)
        if token.lower == "'s":
            token.tag = _clitic(tokens, guesses, i)
        elif (
            token.text == "'"
            and i
            and tokens[i - 1].end == token.start
            and tokens[i - 1].lower.endswith("s")
            and i + 1 < len(tokens)
            and tokens[i + 1].start > token.end
            and tokens[i + 1].text[0].isalnum()
        ):
            token.tag = "POS"
        elif token.lower == "that":
            token.tag = _that(tokens, guesses, i)
        elif (
            token.lower == "her" and i + 1 < len(tokens) and guesses[i + 1][0] in ("IN", "TO", ",", ".", "DT")
        ):
            token.tag = "PRP"
        if token.tag.startswith("VB"):
            token.lemma = verb_lemma(token.lower)
    _mend(tokens, guesses)


def _clitic(tokens: Sequence[Token], guesses: Sequence[tuple[str, ...]], i: int) -> str:
    """`'s`: possessive, or is/has after a pronoun or before a participle, article or preposition."""
    before = tokens[i - 1] if i else None
    after = guesses[i + 1][0] if i + 1 < len(tokens) else "."
    if before is not None and (
        before.tag in ("PRP", "EX", "WH", "TH", "DT", "WRB") or before.lower in ("here", "that", "what")
    ):
        return "VBZ"
    if (
        after in ("DT", "IN", "PRP", "PRP$", "NOT")
        and i + 1 < len(tokens)
        and tokens[i + 1].lower not in ("own", "all")
    ):
        return "VBZ"
    return "POS"


def _that(tokens: Sequence[Token], guesses: Sequence[tuple[str, ...]], i: int) -> str:
    """`that` before a noun with no verb after it is a determiner; else it opens a clause."""
    if i + 1 >= len(tokens):
        return "DT"
    nxt = guesses[i + 1]
    prev = tokens[i - 1].tag if i else "."
    if prev in ("NN", "NNS", "NNP", "VBD", "VBZ", "VBP", "VBN", "VB", "VBG", ",", '"', "JJ", "CC", "RB", ")"):
        return "TH"
    return "DT" if nxt[0] in ("NN", "JJ", "VBZ", "MD", "VBD", ",", ".") or "NN" in nxt else "TH"


def _choose(tokens: Sequence[Token], guesses: Sequence[tuple[str, ...]], i: int) -> str:
    options = guesses[i]
    prev = tokens[i - 1] if i else None
    skip = i - 1
    while skip >= 0 and tokens[skip].tag in ("RB", "NOT"):
        skip -= 1
    before = tokens[skip] if skip >= 0 else None
    nxt = guesses[i + 1] if i + 1 < len(tokens) else (".",)
    if before is not None:
        chosen = _after(options, before, prev, nxt, tokens, skip)
        if chosen:
            return chosen
    if options[-1] == "NNP" and len(options) > 1:
        # a sentence's first word: a name when the next is one and this is no plain noun or verb of the lexicon
        if nxt[0] in ("NNP", "POS") and options[0] not in ("RB", "VBG", "VBN", "JJ"):
            return "NNP"
        return options[0]
    finite = _finite_before(tokens, i)
    return _by_following(options, before, before is not prev, nxt, finite)


_CLAUSE_OPENERS: Final = frozenset(
    "as while when because since after before although though if where unless whereas until once whether".split()
)


def _finite_before(tokens: Sequence[Token], i: int) -> str:
    """Tag of the finite verb of the same clause before i, or empty."""
    for k in range(i - 1, -1, -1):
        token = tokens[k]
        if token.tag in FINITE:
            return token.tag
        if token.tag == "CC" and k and tokens[k - 1].text == "," and k < i - 1:
            return ""
        if token.tag in ("TH", "WH", "WRB", ";", '"', ":") or (
            token.tag == "IN" and token.lower in _CLAUSE_OPENERS
        ):
            return ""
    return ""


_NAMING: Final = frozenset(
    {"called", "named", "dubbed", "titled", "nicknamed", "codenamed", "entitled", "branded"}
)


def _after(
    options: tuple[str, ...],
    before: Token,
    prev: Token | None,
    nxt: tuple[str, ...],
    tokens: Sequence[Token],
    skip: int,
) -> str | None:
    """What the word before decides, adverbs skipped."""
    verbs = [o for o in options if o.startswith("VB")]
    low, tag = before.lower, before.tag
    if (
        tag in ("NNS", "PRP", "NNP")
        and prev is before
        and "VB" in options
        and skip
        and tokens[skip - 1].lemma in ("help", "let", "make", "watch")
        and tokens[skip - 1].tag.startswith("VB")
        and nxt[0] not in (",", ".")
    ):
        return "VB"
    if tag == "MD" or low in _DO:
        return "VB" if "VB" in options else None
    if tag == "TO" and "VB" in options:
        ranged = (
            nxt[0] in ("NN", "NNS", "IN", ",", ".", "CC")
            and options[0] in ("NN", "NNS", "JJ")
            and (
                tokens[skip - 1].tag == "CD"
                or any(t.lower == "from" for t in tokens[max(0, skip - 7) : skip])
            )
        )
        return options[0] if ranged and skip and tokens[skip - 1].tag in ("CD", "NN", "NNS") else "VB"
    if low in _BE and tag != "POS":
        return next((o for o in ("VBG", "VBN", "JJ") if o in options), None) or next(
            (o for o in options if o in ("NN", "NNS", "RB")), None
        )
    if low in _HAVE:
        if "VBN" in options and options[0] in ("VBN", "VBD", "VB", "JJ") and nxt[0] not in ("NN", "NNS"):
            return "VBN"
        return (
            "VBN"
            if options[0] in ("VBN", "VBD")
            else (next((o for o in options if not o.startswith("VB")), None))
        )
    if prev is not None and prev.tag in ("DT", "PRP$", "POS", "JJ") and prev is before:
        plain = next((o for o in options if o in ("NN", "NNS", "JJ")), None)
        if plain:
            return plain
        if verbs and prev.tag != "JJ":
            return "VBN" if "VBN" in options else "VBG" if "VBG" in options else options[0]
    if (
        tag in ("NN", "NNS", ",")
        and tokens[skip + 1 : skip + 2]
        and "VBN" in options
        and nxt[0] in ("NNP", '"', "DT")
        and prev is before
        and tokens[skip + 1].lower in _NAMING
    ):
        return "VBN"
    if (
        tag in ("PRP", "WH", "TH", "EX")
        and verbs
        and low != "whose"
        and low not in ("them", "him", "us", "me", "one")
    ):
        return next((o for o in ("VBD", "VBZ", "VB") if o in options), None)
    if (
        prev is not None
        and prev.text == ","
        and nxt[0] in ("DT", "PRP$", "PRP", "TO", "CD", "SYM")
        and skip > 2
    ):
        # a comma closes an insertion, and the main verb follows: `X, based in Y, plans an IPO`
        chosen = next((o for o in ("VBD", "VBZ") if o in options), None)
        if chosen and (chosen != "VBZ" or options[0] != "NNS" or not _finite_before(tokens, skip + 1)):
            return chosen
    if tag == "IN" and low not in (
        "than",
        "as",
        "if",
        "while",
        "because",
        "since",
        "though",
        "although",
        "so",
        "whether",
    ):
        return next((o for o in ("VBG", "NN", "NNS", "JJ", "VBN") if o in options), None)
    return None


_GOVERNED: Final = frozenset({"DT", "PRP", "PRP$", "TO", "CD", "TH", "NNP", "WH", '"', "SYM", "RB", "EX"})


def _by_following(
    options: tuple[str, ...], before: Token | None, adverb: bool, nxt: tuple[str, ...], finite: str
) -> str:
    """No decisive word before: a finite verb needs a nominal before it and something to govern after it.

    Args:
        options: the tags the word can have.
        before: the last token that is no adverb.
        adverb: whether adverbs stand between.
        nxt: the tags the next word can have.
        finite: the tag of the last finite verb before, or empty.
    """
    governs = nxt[0] in _GOVERNED
    nominal = before is not None and (before.tag in _NOMINAL or before.text == "%")
    joined = before is not None and before.tag == "CC" and finite in ("VBZ", "VBD", "VBP")
    if (nominal or joined) and "VBZ" in options and before is not None and before.tag not in ("NNS", "PRP"):
        if options[0] == "VBZ":
            return "VBZ"
        if nxt[0] == "TH" and not (before.tag == "NNP" and not finite):
            return options[0]
        sure = nxt[0] in _GOVERNED - {"RB", "TH", "SYM"} or (nxt[0] == "SYM" and not finite)
        if (
            sure
            or ((adverb or nxt[0] == "RB" or nxt[0] in ("JJ", "NN")) and not finite and before.tag == "NNP")
            or (adverb and not finite)
        ):
            return "VBZ" if not finite or joined or sure else options[0]
        return options[0]
    if (nominal or joined) and "VBD" in options and "VBN" in options:
        if nxt[0] == "IN" and not adverb and not joined:
            return "VBN" if finite or options[0] == "VBN" else "VBD"
        if joined and nxt[0] in ("NN", "NNS", "JJ"):
            return "VBN"
        return "VBD" if governs or adverb or joined or options[0] == "VBD" or not finite else options[0]
    if (
        nominal
        and "VB" in options
        and before is not None
        and before.tag in ("NNS", "PRP", "SYM", "CD")
        and (governs or adverb)
        and not (finite and options[0] != "VB")
    ):
        return "VBP"
    if options[0] == "VB":
        listed = joined or (before is not None and before.tag in ("CC", ","))
        noun = (
            "NN" in options
            and before is not None
            and (
                before.tag in ("NN", "NNP", "JJ")
                or (listed and nxt[0] in ("NN", "NNS") and finite in ("VBZ", "VBD", "VBP"))
            )
        )
        return "NN" if noun else "VB"
    return options[0]


NOUN_GERUNDS: Final = frozenset(
    "computing trading banking marketing manufacturing processing learning training engineering advertising funding "
    "financing testing operating driving coding editing monitoring planning pricing housing mining shipping hosting "
    "charging publishing gaming lending staking streaming networking packaging shopping building hiring spending "
    "reporting recruiting outsourcing prototyping sequencing imaging sensing modeling modelling offering listing "
    "labeling labelling farming accounting branding consulting filing gambling leasing licensing logging meeting "
    "nursing onboarding outreaching parking payment-processing purchasing ranking rating recycling roaming scheduling "
    "screening servicing smuggling sourcing sporting staffing storytelling tasking texting ticketing tooling tracking "
    "twinning underwriting warehousing welding writing clearing fishing heating cooling lighting drilling refining "
    "retailing wholesaling catering coaching tutoring timing wiring bidding messaging modelling forecasting polling "
    "fundraising crowdfunding breeding gathering decoding encoding".split()
)
"""Words in -ing that are nouns before or after another noun."""


def _mend(tokens: Sequence[Token], guesses: Sequence[tuple[str, ...]]) -> None:
    """Second look, now that every token has a tag."""
    for i, token in enumerate(tokens):
        prev = tokens[i - 1] if i else None
        nxt = tokens[i + 1] if i + 1 < len(tokens) else None
        if (
            token.tag == "VB"
            and prev is not None
            and prev.tag == "RB"
            and i > 1
            and tokens[i - 2].tag in ("NNS", "NNP", "PRP")
            and not any(t.tag in ("TO", "MD") or t.tag in FINITE for t in tokens[:i])
        ):
            token.tag = "VBP"
        if (
            token.tag == "VB"
            and prev is not None
            and prev.tag in ("NNS", "PRP", "NNP", "WH", "TH", "CC", ",")
        ):
            plural = prev.tag in ("NNS", "PRP", "WH", "TH")
            token.tag = "VBP" if plural or prev.tag == "NNP" else token.tag
        if (
            token.tag in ("VBN", "VBD")
            and nxt is not None
            and nxt.tag in ("NN", "NNS")
            and prev is not None
            and prev.tag in ("DT", "JJ", "IN", "PRP$", "POS")
        ):
            token.tag = "VBN"
        if (
            token.lower == "'s"
            and token.tag == "POS"
            and nxt is not None
            and nxt.tag in ("VBG", "VBN", "RB", "NOT")
            and prev is not None
            and prev.tag == "PRP"
        ):
            token.tag = "VBZ"
        if (
            token.tag == "VBG"
            and token.lower in NOUN_GERUNDS
            and prev is not None
            and prev.tag in ("JJ", "NN", "NNP", "DT", "PRP$", "POS", ",", "CC", "IN")
            and (nxt is None or nxt.tag in (",", ".", "CC", ")", "VBZ", "VBP", "VBD", "MD", "POS", "IN"))
            and not (prev.tag in ("NN", "NNP") and nxt is not None and nxt.tag == "IN")
        ):
            token.tag = "NN"
        if (
            token.tag == "NN"
            and token.lower in NOUN_GERUNDS
            and prev is not None
            and prev.tag == "NNS"
            and nxt is not None
            and nxt.tag in ("IN", "DT", "PRP$", "SYM", "CD")
        ):
            token.tag = "VBG"
        if (
            token.tag == "JJ"
            and token.lower in NOUN_GERUNDS
            and prev is not None
            and prev.tag in ("JJ", "NN", "DT", "IN", ",", "CC")
            and (nxt is None or nxt.tag in (",", ".", "CC", ")", "IN"))
        ):
            token.tag = "NN"
        if (
            nxt is not None
            and token.tag in ("VBD", "VBZ", "VB", "VBP")
            and (nxt.tag == "MD" or (nxt.tag in ("VBD", "VBZ") and nxt.lower not in ("'s",)))
            and prev is not None
            and prev.tag in ("NN", "NNP", "JJ", "POS", "DT", "PRP$")
        ):
            noun = next((o for o in guesses[i] if o in ("NN", "NNS")), None)
            token.tag = noun or token.tag
        if (
            token.lower == "chief"
            and token.tag == "JJ"
            and prev is not None
            and prev.tag in ("NN", "NNS", "POS")
            and (nxt is None or nxt.tag in (",", ".", "NNP", "IN", "VBD", "VBZ", "MD"))
        ):
            token.tag = "NN"
        if (
            token.tag in ("NNS", "NN", "VB", "VBN")
            and prev is not None
            and prev.text in (",", '"')
            and nxt is not None
            and nxt.tag in ("NNP", "DT", "PRP", "NNS", "PRP$")
            and i > 3
        ):
            said = next((o for o in ("VBZ", "VBD", "VB") if o in guesses[i]), None)
            if (
                said is not None
                and (
                    said != "VB" or (nxt.tag == "NNS" and not any(t.tag in ("TO", "MD") for t in tokens[:i]))
                )
                and _says(token.lower)
                and not any(t.text == "," for t in tokens[i + 1 : i + 3])
            ):
                token.tag = "VBP" if said == "VB" else said
        if (
            token.tag == "NNS"
            and "VBZ" in guesses[i]
            and prev is not None
            and prev.text == ","
            and nxt is not None
            and nxt.tag in ("DT", "PRP$", "JJ", "NNS", "NN", "RB")
            and _joins_verb(tokens, i)
        ):
            token.tag = "VBZ"
        if (
            token.lower == "one"
            and token.tag == "PRP"
            and prev is not None
            and prev.tag == "IN"
            and nxt is not None
            and "NN" in guesses[i + 1]
        ):
            token.tag, nxt.tag = "JJ", "NN"
        if (
            token.lower == "likes"
            and prev is not None
            and prev.lower == "the"
            and nxt is not None
            and nxt.lower == "of"
        ):
            token.tag = "NNS"
        if token.lower == "both" and nxt is not None and nxt.tag == "IN":
            token.tag = "RB"
        if (
            token.lower in _ORDINALS
            and token.tag == "RB"
            and prev is not None
            and prev.tag in ("DT", "POS", "PRP$")
            and nxt is not None
            and not nxt.tag.startswith("VB")
        ):
            token.tag = "JJ"
        if token.lower == "live" and prev is not None and prev.lemma == "go":
            token.tag = "RB"
        if (
            token.tag in ("NN", "NNS")
            and nxt is not None
            and nxt.text == "."
            and prev is not None
            and prev.tag in ("NN", "NNP", "NNS", ")")
            and any(t.text in (",", '"') for t in tokens[max(0, i - 9) : i])
            and _says(token.lower)
        ):
            said = next((o for o in ("VBZ", "VBD", "VB") if o in guesses[i]), None)
            token.tag = "VBP" if said == "VB" else said or token.tag
        if (
            i == 0
            and token.tag == "NNS"
            and "VBZ" in guesses[0]
            and nxt is not None
            and nxt.tag in ("NNS", "NN", "JJ", "DT", "PRP$")
            and not any(t.tag in FINITE for t in tokens[1:7])
        ):
            token.tag = "VBZ"
        if (
            token.lower == "like"
            and token.tag == "IN"
            and prev is not None
            and prev.tag in ("MD", "TO", "PRP")
        ):
            token.tag = "VB"
        if token.tag.startswith("VB"):
            token.lemma = verb_lemma(token.lower)
    _find_main_verb(tokens, guesses)


_ORDINALS: Final = frozenset({"first", "second", "third", "fourth", "fifth", "last", "next"})


def _joins_verb(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word after a comma can go on from a verb before: `it drafts letters, queues up requests`, `X, made by Y, stores rows`."""
    before = tokens[:i]
    finite = next((t for t in reversed(before) if t.tag in FINITE), None)
    if any(t.tag in ("TH", '"') for t in before[-8:]):
        return False
    if finite is not None:
        return finite.tag == "VBZ" and finite.lower not in _BE and finite.lower not in _HAVE
    # nothing finite yet: a name, an insertion between commas, and this
    return tokens[0].tag == "NNP" and sum(t.text == "," for t in before) >= 2


@cache
def _says(word: str) -> bool:
    return "say" in verb_groups(verb_lemma(word))


def _find_main_verb(tokens: Sequence[Token], guesses: Sequence[tuple[str, ...]]) -> None:
    """A sentence with no finite verb gets one where a noun could be it: `Baidu plans a launch`."""
    if any(t.tag in FINITE for t in tokens):
        return
    for i, token in enumerate(tokens[1:], 1):
        prev = tokens[i - 1]
        options = guesses[i]
        fits = "VBZ" in options and prev.tag in ("NN", "NNP", ")", "RB")
        fits = fits or ("VBD" in options and prev.tag in ("NN", "NNS", "NNP", ")", "RB", ","))
        fits = fits or (
            "VB" in options
            and prev.tag in ("NNS", "NNP")
            and token.tag in ("VB", "NN")
            and i + 1 < len(tokens)
            and tokens[i + 1].tag in ("DT", "TO", "CD", "JJ", "NNP", "NNS", "SYM")
        )
        if fits and token.tag in ("NN", "NNS", "VBN", "VB", "JJ"):
            token.tag = "VBZ" if "VBZ" in options else "VBD" if "VBD" in options else "VBP"
            token.lemma = verb_lemma(token.lower)
            return
