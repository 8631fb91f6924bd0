"""The lexicons hold together: shape, order, no repeats, and nothing that contradicts another entry.

Each file says at its head what it is for and what its tables and lists hold. Checked here is what a
reader may lean on, and what the eye misses in lists of hundreds of words.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from kg.extract.lexicon import singular
from kg.vocab import METRIC_UNITS, METRICS

FOLDER = Path(__file__).parent.parent / "ontology" / "lexicon"
NAMES = [
    "boilerplate",
    "industries",
    "metrics",
    "names",
    "nouns",
    "numbers",
    "organisations",
    "roles",
    "speech",
    "status",
    "units",
    "verbs",
]
VERB_KEYS = {"verbs", "loose", "inverse", "nouns"}
VERB_CLASSES = (
    {"acquire", "apply", "cancel", "capability", "compete", "cost", "decrease", "develop", "enable", "found"}
    | {"hire", "increase", "invest", "leave", "list", "locate", "organize", "part", "participate", "partner"}
    | {"plan", "predict", "present", "publish", "raise", "reach", "regulate", "release", "report", "say"}
    | {"sell_off", "speak", "supply", "tell", "use"}
)
NOUN_TYPES = (
    {"capability", "company", "deal", "event", "generic", "government", "group", "market", "model"}
    | {"organization", "partnership", "person", "place", "product", "report", "research_firm", "round"}
    | {"technology", "use"}
)
BODIES = {"company", "research_firm", "news_outlet", "university", "organization", "government"}
THINGS = {"event", "report", "product", "model"}
APPROXIMATORS = ["about", "more", "less", "up_to"]


@cache
def lexicon(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def lists(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list of words below a table, with its path."""
    for key, value in table.items():
        where = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from lists(value, where)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for n, item in enumerate(value):
                yield from lists(item, f"{where}[{item.get('canonical', item.get('metric', n))}]")
        elif isinstance(value, list):
            yield where, value


def all_lists() -> list[tuple[str, list[str]]]:
    return [(f"{name}:{path}", words) for name in NAMES for path, words in lists(lexicon(name))]


def order(word: str) -> tuple[str, str]:
    return word.casefold(), word


def repeated(words: list[str]) -> list[str]:
    return sorted({w for w in words if words.count(w) > 1})


# ---------------------------------------------------------------------- form
def test_these_are_the_files() -> None:
    assert {p.stem for p in FOLDER.glob("*.toml")} >= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_file_says_what_it_is(name: str) -> None:
    head = (FOLDER / f"{name}.toml").read_text("utf-8").partition("\n\n")[0].splitlines()
    assert len(head) >= 2
    assert all(line.startswith("# ") for line in head)


@pytest.mark.parametrize("name", NAMES)
def test_lines_fit(name: str) -> None:
    text = (FOLDER / f"{name}.toml").read_text("utf-8")
    assert [line for line in text.splitlines() if len(line) > 110 or line != line.rstrip()] == []
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_words_are_sorted_and_stand_once() -> None:
    found = {path: repeated(words) for path, words in all_lists()}
    assert {path: words for path, words in found.items() if words} == {}
    assert [path for path, words in all_lists() if words != sorted(words, key=order)] == []


def test_words_are_clean() -> None:
    """Single spaces, straight quotes, plain hyphens, nothing left over from writing the list."""
    odd = re.compile("[\u2018\u2019\u201c\u201d\u2013\u2014]|\\w\\?$")
    found = [
        (p, w) for p, ws in all_lists() for w in ws if not w or w != " ".join(w.split()) or odd.search(w)
    ]
    assert found == []


@pytest.mark.parametrize(
    "name", ["verbs", "nouns", "industries", "status", "numbers", "boilerplate", "metrics"]
)
def test_words_of_the_language_are_lower_case(name: str) -> None:
    assert [(p, w) for p, ws in lists(lexicon(name)) for w in ws if w != w.lower()] == []


# ---------------------------------------------------------------------- verbs
def test_verb_classes() -> None:
    verbs = lexicon("verbs")
    assert set(verbs) == VERB_CLASSES
    for name, table in verbs.items():
        assert {"verbs", "nouns"} <= set(table) <= VERB_KEYS, name
        assert set(table.get("loose", ())) <= set(table["verbs"]), name


def test_inverse_verbs_are_not_plain_ones() -> None:
    """Only what both the maker and the thing can do (`debut`, `ship`) is said from both sides."""
    both = {name: set(t["verbs"]) & set(t.get("inverse", ())) for name, t in lexicon("verbs").items()}
    assert {name: words for name, words in both.items() if words} == {
        "present": {"debut"},
        "release": {"begin shipping", "debut", "ship", "start shipping"},
    }


def test_opposites_share_no_verb() -> None:
    verbs = lexicon("verbs")
    pairs = [("increase", "decrease"), ("release", "cancel"), ("hire", "leave"), ("acquire", "sell_off")]
    for one, other in pairs:
        assert set(verbs[one]["verbs"]) & set(verbs[other]["verbs"]) == set()


def test_verbs_are_lemmas() -> None:
    tables = lexicon("verbs").values()
    first = {p.split()[0] for t in tables for key in ("verbs", "inverse") for p in t.get(key, ())}
    ends = ("ying", "ting", "sing", "ning", "zed", "ated")
    assert [w for w in sorted(first) if w.endswith(ends)] == []
    assert first & {"is", "are", "was", "were", "been", "has", "had", "made", "sold"} == set()


# ---------------------------------------------------------------------- nouns
def test_noun_types() -> None:
    nouns = dict(lexicon("nouns"))
    number = nouns.pop("number")
    assert set(nouns) == NOUN_TYPES
    for name, table in nouns.items():
        assert "heads" in table, name
        assert set(table) <= {"heads", "loose"}, name
        assert set(table.get("loose", ())) <= set(table["heads"]), name
    assert set(number) == {"mass", "plurals"}
    assert list(number["plurals"]) == sorted(number["plurals"], key=order)


def test_heads_are_singular() -> None:
    nouns = lexicon("nouns")
    plurals = {p for s, p in nouns["number"]["plurals"].items() if p != s} - {"data"}
    heads = {h for name, t in nouns.items() if name not in ("number", "generic") for h in t["heads"]}
    assert heads & plurals <= {"people"}


# ---------------------------------------------------------------------- roles
def test_roles() -> None:
    roles = lexicon("roles")
    words = {"heads", "loose", "modifiers", "functions", "former"}
    assert set(roles) == words | {"honorifics", "suffixes", "short"}
    assert set(roles["loose"]) <= set(roles["heads"])
    assert len(roles["heads"]) >= 150
    assert list(roles["short"]) == sorted(roles["short"], key=order)
    assert set(roles["short"].values()) <= set(roles["heads"])
    for key in sorted(words):
        assert [w for w in roles[key] if w != w.lower()] == []


# ---------------------------------------------------------------------- metrics
def test_metrics_are_those_of_the_ontology() -> None:
    names = [t["metric"] for t in lexicon("metrics")["metrics"]]
    assert names == sorted(METRICS, key=order)


@pytest.mark.parametrize("table", lexicon("metrics")["metrics"], ids=lambda t: t["metric"])
def test_metric_shape(table: dict[str, Any]) -> None:
    assert {"metric", "units", "nouns", "verbs", "counted"} <= set(table) <= {*table, "negative"}
    assert set(table["units"]) <= set(lexicon("units")["kinds"])
    assert set(table.get("negative", ())) <= {*table["nouns"], *table["verbs"]}
    assert table["nouns"]
    units, kind = set(table["units"]), METRIC_UNITS[table["metric"]]
    if kind in ("money", "count"):
        assert units == {kind}
    elif kind == "percent":
        assert "percent" in units <= {"percent", "multiple"}
    elif kind == "other":
        assert units & {"money", "percent", "count"} == set()
    if table["counted"]:
        assert "count" in units


def test_words_lead_to_one_metric() -> None:
    """A noun or verb under two metrics is told apart by the kind of unit; a counted noun stands once.

    The reader looks nouns up in the singular, so `sales` and `sale` are one.
    """
    owners: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for table in lexicon("metrics")["metrics"]:
        for key in ("nouns", "verbs"):
            for word in table[key]:
                for unit in table["units"]:
                    owners[key, singular(word) if key == "nouns" else word, unit].add(table["metric"])
        for word in table["counted"]:
            owners["counted", singular(word), ""].add(table["metric"])
    assert {where: found for where, found in owners.items() if len(found) > 1} == {}


# ---------------------------------------------------------------------- units and numbers
def test_units() -> None:
    units = lexicon("units")
    assert set(units) == {"kinds", "shared", "currencies", "ambiguous", "scales", "units"}
    for unit in units["units"]:
        assert {"canonical", "kind", "spellings"} <= set(unit), unit
        assert unit["kind"] in units["kinds"]
        assert ("base" in unit) == ("factor" in unit), unit
        assert unit["spellings"]
    names = [u["canonical"] for u in units["units"]]
    assert repeated(names) == []
    bases = {u["base"]: u["kind"] for u in units["units"] if "base" in u}
    assert {u["base"] for u in units["units"] if u.get("factor") == 1} <= set(bases)
    assert all(u["kind"] == bases[u["base"]] for u in units["units"] if "base" in u)


def test_the_units_that_the_reader_spells_have_known_kinds() -> None:
    assert {u["kind"] for u in lexicon("quantities")["unit"]} <= set(lexicon("units")["kinds"])


def test_currencies() -> None:
    units = lexicon("units")
    codes = [c["canonical"] for c in units["currencies"]]
    assert codes == sorted(codes)
    assert repeated(codes) == []
    assert [c for c in codes if not re.fullmatch(r"[A-Z]{3,4}", c)] == []
    for money in units["currencies"]:
        assert set(money) <= {"canonical", "name", "symbols", "spellings", "minor", "minor_factor"}
        assert ("minor" in money) == ("minor_factor" in money)
    for spelling in units["ambiguous"]:
        assert spelling["default"] in spelling["currencies"]
        assert set(spelling["currencies"]) <= set(codes)


def test_a_spelling_means_one_thing() -> None:
    units = lexicon("units")
    owners: dict[str, set[str]] = defaultdict(set)
    for money in units["currencies"]:
        for word in {*money["symbols"], *money["spellings"], *money.get("minor", ())}:
            owners[word].add(money["canonical"])
    for kind in ("scales", "units"):
        for table in units[kind]:
            for word in table["spellings"]:
                owners[word].add(f"{kind}:{table['canonical']}")
    assert sorted(w for w, found in owners.items() if len(found) > 1) == units["shared"]


def test_approximators_do_not_overlap() -> None:
    table = lexicon("numbers")["approximators"]
    assert set(table) == {*APPROXIMATORS, "between", "vague"}
    for one, other in combinations(APPROXIMATORS, 2):
        assert set(table[one]) & set(table[other]) == set()
    assert {"nearly", "almost"} <= set(table["about"])
    assert {"just under"} <= set(table["less"])
    assert {"at least"} <= set(table["more"])
    assert {"as much as", "up to"} <= set(table["up_to"])


def test_numbers_in_words() -> None:
    numbers = lexicon("numbers")
    for key in ("cardinals", "fractions", "multiples", "ordinals"):
        assert list(numbers[key]) == sorted(numbers[key], key=order), key
    assert numbers["cardinals"]["ninety-nine"] == 99
    assert numbers["fractions"]["two-thirds"] == pytest.approx(200 / 3, abs=1e-3)
    assert numbers["fractions"]["four out of five"] == 80
    assert numbers["multiples"]["tenfold"] == 10
    assert numbers["ordinals"]["twenty-first"] == 21
    assert all(0 < v < 100 for v in numbers["fractions"].values())


# ---------------------------------------------------------------------- status, speech, names
def test_status_cues_are_of_one_status() -> None:
    status = lexicon("status")
    meanings = ["actual", "estimate", "forecast", "target"]
    assert set(status) == {*meanings, "negation", "conditional", "hedge", "former"}
    for one, other in combinations(meanings, 2):
        assert set(status[one]) & set(status[other]) == set()


def test_speech() -> None:
    speech = lexicon("speech")
    assert set(speech) == {"according_to", "by", "mediums", "speaker_nouns", "unnamed"}
    assert {"according to", "citing", "per"} <= set(speech["according_to"])
    assert {"in a statement", "on an earnings call", "on X"} <= set(speech["mediums"])


def test_industries() -> None:
    industries = lexicon("industries")
    assert set(industries) == {"industries", "uses", "loose"}
    assert set(industries["loose"]) <= {*industries["industries"], *industries["uses"]}
    assert len({*industries["industries"], *industries["uses"]}) >= 250


def test_names() -> None:
    names = lexicon("names")
    surnames = {f"{origin}_surnames" for origin in ("chinese", "korean", "japanese", "indian")}
    assert set(names) == {"given", "given_ambiguous", "particles", *surnames}
    assert set(names["given"]) & set(names["given_ambiguous"]) == set()
    for key in ("given", "given_ambiguous", *surnames):
        assert [w for w in names[key] if not w[0].isupper() or " " in w] == []


def test_given_names_are_no_function_words() -> None:
    words = {
        "A",
        "An",
        "And",
        "As",
        "At",
        "By",
        "For",
        "From",
        "He",
        "His",
        "If",
        "In",
        "It",
        "Its",
        "Me",
        "My",
    }
    words |= {"No", "Not", "Of", "On", "Or", "Our", "She", "So", "The", "To", "Us", "We", "You"}
    names = lexicon("names")
    assert words & {*names["given"], *names["given_ambiguous"]} == set()


# ---------------------------------------------------------------------- organisations and furniture
def test_organisations() -> None:
    bodies = lexicon("organisations")
    assert set(bodies) == BODIES | THINGS
    for name, table in bodies.items():
        assert set(table) <= {"suffixes", "prefixes", "loose", *(["shared"] if name == "model" else [])}
        assert set(table["loose"]) <= set(table["suffixes"]), name
    assert set(bodies["model"]["shared"]) <= set(bodies["product"]["suffixes"])


def test_an_ending_belongs_to_one_class() -> None:
    for key in ("suffixes", "prefixes"):
        owners: dict[str, set[str]] = defaultdict(set)
        for name, table in lexicon("organisations").items():
            for word in table.get(key, ()):
                owners[word.casefold().rstrip(".")].add(name)
        assert {word: found for word, found in owners.items() if len(found) > 1} == {}


def test_boilerplate() -> None:
    furniture = lexicon("boilerplate")
    assert set(furniture) == {"lines", "openings", "short_openings", "credit_markers", "headings", "tails"}
    assert [w for w in furniture["lines"] if w != w.strip(" .:!")] == []
    assert set(furniture["openings"]) & set(furniture["short_openings"]) == set()
