"""The entity catalogue holds together: forms, references, names, order, and what the seed articles need.

The form of an entry, checked here (`[[entity]]` tables, one file a theme):

- `id`: kebab-case ASCII, unique over all files; it becomes an IRI, so it never changes its meaning.
- `name`, `aliases`: the preferred label and other spellings as they stand in news, with straight quotes.
- `ambiguous`: which of these are ordinary words or other people's names too. Where two entities share a
  name, the one that does not list it here is the default reading.
- `case`: every name matches letter by letter (`ICE`, `WHO`, `US`).
- `country`, `developer`, `parent`, `broader`: ids of other entities; `demonyms`: adjectives of a place.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations, groupby
from pathlib import Path
from typing import Any

import pytest

from kg.ids import fold_name

FOLDER = Path(__file__).parent.parent / "ontology" / "entities"
FILES = sorted(FOLDER.glob("*.toml"))
THEMES = [
    "companies-ai",
    "companies-other",
    "companies-tech",
    "events",
    "government",
    "industries",
    "institutions",
    "markets",
    "models",
    "news",
    "people",
    "places",
    "products",
    "reports",
    "research-firms",
    "technologies",
]

ORGANISATIONS = {
    "Company",
    "GovernmentBody",
    "NewsOutlet",
    "NonProfit",
    "Organization",
    "ResearchFirm",
    "StandardsBody",
    "University",
}
PLACES = {"Country", "City", "WorldRegion", "Place"}
BROADER = {"Market", "Industry", "Technology"}
MADE = {"Model", "Product", "Service"}
TYPES = (
    ORGANISATIONS | PLACES | BROADER | MADE | {"Person", "Report", "Survey", "Event", "Conference", "Forum"}
)
TEXT_FIELDS = {"id", "name", "type", "note", "country", "developer", "parent"}
LIST_FIELDS = {"aliases", "demonyms", "broader", "ambiguous"}
WORDS = {
    *("Amazon", "Apple", "Block", "Box", "Claude", "Delta", "Gap", "Gemini", "Honor", "Llama", "Meta"),
    *("Moonshot", "Nothing", "Nova", "Opera", "Oracle", "Orange", "Phi", "Shell", "Slack", "Snap", "Square"),
    *("Stripe", "Target", "Titan", "Turkey", "Unity", "Visa", "Yi", "Zoom"),
}
KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Entity = dict[str, Any]


@cache
def read(path: Path) -> list[Entity]:
    rows: list[Entity] = tomllib.loads(path.read_text("utf-8"))["entity"]
    return rows


@cache
def catalogue() -> dict[str, Entity]:
    return {entity["id"]: entity for path in FILES for entity in read(path)}


def names(entity: Entity) -> list[str]:
    return [entity["name"], *entity.get("aliases", [])]


def bearers() -> Iterator[tuple[str, list[tuple[Entity, str]]]]:
    """Each folded name with the entities that bear it and how each spells it."""
    found: dict[str, dict[str, tuple[Entity, str]]] = defaultdict(dict)
    for ident, entity in catalogue().items():
        for name in [*names(entity), *entity.get("demonyms", [])]:
            found[fold_name(name)].setdefault(ident, (entity, name))
    for folded, entities in found.items():
        yield folded, list(entities.values())


def test_there_are_the_files_and_the_breadth() -> None:
    assert [path.stem for path in FILES] == THEMES
    assert len(catalogue()) >= 1500
    assert {entity["type"] for entity in catalogue().values()} == TYPES


def test_ids_are_unique_over_all_files() -> None:
    ids = [entity["id"] for path in FILES for entity in read(path)]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_entries_have_the_form(path: Path) -> None:
    for entity in read(path):
        where = f"{path.name}: {entity.get('id')}"
        assert KEBAB.fullmatch(entity["id"]), where
        assert entity["type"] in TYPES, where
        assert entity.keys() <= TEXT_FIELDS | LIST_FIELDS | {"case"}, where
        assert entity.get("case", True) is True, where
        assert all(isinstance(entity[f], str) and entity[f] for f in TEXT_FIELDS & entity.keys()), where
        assert all(isinstance(entity[f], list) and entity[f] for f in LIST_FIELDS & entity.keys()), where


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_names_are_clean(path: Path) -> None:
    for entity in read(path):
        every = names(entity)
        assert len(set(every)) == len(every), f"{entity['id']}: a name twice"
        for name in [*every, *entity.get("demonyms", [])]:
            assert name == " ".join(name.split()) == unicodedata.normalize("NFC", name), entity["id"]
            assert not set(name) & set("’‘“”\u2010\u2011"), f"{entity['id']}: quotes and hyphens are straight"
        assert set(entity.get("ambiguous", [])) <= set(every), f"{entity['id']}: ambiguous lists another name"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_sections_are_of_one_type_and_sorted(path: Path) -> None:
    groups = groupby(read(path), key=lambda e: str(e["type"]))
    sections = [(kind, [e["id"] for e in group]) for kind, group in groups]
    kinds = [kind for kind, _ in sections]
    assert len(set(kinds)) == len(kinds), "a type has two sections"
    for _, ids in sections:
        assert ids == sorted(ids)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_references_resolve_to_the_right_types(path: Path) -> None:
    known = catalogue()
    for entity in read(path):
        where, kind = f"{path.name}: {entity['id']}", entity["type"]
        if "country" in entity:
            assert kind in ORGANISATIONS | PLACES, where
            assert known[entity["country"]]["type"] == "Country", where
        if "developer" in entity:
            assert kind in MADE, where
            assert known[entity["developer"]]["type"] in ORGANISATIONS, where
        if "parent" in entity:
            assert kind in ORGANISATIONS, where
            assert known[entity["parent"]]["type"] in ORGANISATIONS, where
        for other in entity.get("broader", []):
            assert kind in BROADER, where
            assert known[other]["type"] == kind, where
        assert kind in PLACES or "demonyms" not in entity, where


@pytest.mark.parametrize("field", ["parent", "broader"])
def test_no_cycles(field: str) -> None:
    known = catalogue()

    def above(entity: Entity) -> list[str]:
        value = entity.get(field, [])
        return [value] if isinstance(value, str) else list(value)

    def climb(ident: str, path: tuple[str, ...]) -> None:
        assert ident not in path, f"cycle in {field}: {' > '.join((*path, ident))}"
        for other in above(known[ident]):
            climb(other, (*path, ident))

    for ident in known:
        climb(ident, ())


def test_no_name_is_claimed_twice() -> None:
    """Two of one type share a name only if both call it ambiguous; of different types, if one does."""
    clashes = []
    for folded, entities in bearers():
        for (one, spelled), (other, spelt) in combinations(entities, 2):
            marks = (spelled in one.get("ambiguous", []), spelt in other.get("ambiguous", []))
            if not (all(marks) if one["type"] == other["type"] else any(marks)):
                clashes.append(f"'{folded}': {one['id']} ({one['type']}), {other['id']} ({other['type']})")
    assert clashes == []


@pytest.mark.parametrize(
    "name",
    [
        "Adobe",
        "ATOM",
        "China",
        "Dell",
        "Ford",
        "Guinea",
        "ICE",
        "Intel",
        "SEC",
        "SHINE",
        "US",
        "WHO",
        "Windows",
    ],
)
def test_ordinary_words_match_by_the_letter(name: str) -> None:
    assert [e["id"] for e in catalogue().values() if name in names(e) and e.get("case")]


def test_ordinary_words_are_marked() -> None:
    for name in sorted(WORDS):
        bearing = [e for e in catalogue().values() if name in names(e)]
        assert bearing, name
        assert all(name in e.get("ambiguous", []) for e in bearing), name


@pytest.mark.parametrize(
    ("name", "ident", "kind"),
    [
        ("SenseTime", "sensetime", "Company"),
        ("SenseNova", "sensenova", "Model"),
        ("WAIC", "world-artificial-intelligence-conference", "Conference"),
        (
            "World Artificial Intelligence Conference",
            "world-artificial-intelligence-conference",
            "Conference",
        ),
        ("Jiu Tian", "jiu-tian", "Model"),
        ("Jiutian", "jiu-tian", "Model"),
        ("Jiu Tian AI", "jiu-tian", "Model"),
        ("Sora", "sora", "Model"),
        ("ATOM", "atom-ai-ecosystem", "Product"),
        ("ATOM AI ecosystem", "atom-ai-ecosystem", "Product"),
        ("iResearch", "iresearch", "ResearchFirm"),
        ("IBM", "ibm", "Company"),
        ("Global AI Adoption Index", "global-ai-adoption-index", "Report"),
        ("2023 Global AI Adoption Index", "2023-global-ai-adoption-index", "Report"),
        ("KPMG", "kpmg", "Company"),
        ("KPMG China", "kpmg-china", "Company"),
        ("Lenovo", "lenovo", "Company"),
        ("China Mobile", "china-mobile", "Company"),
        ("Supremind", "supremind", "Company"),
        ("Unity", "unity", "Company"),
        ("Shanghai Supercomputer Center", "shanghai-supercomputer-center", "Organization"),
        ("SCC", "shanghai-supercomputer-center", "Organization"),
        ("Datatist", "datatist", "Company"),
        ("SMY Cloud", "smy-cloud", "Company"),
        ("Ministry of Industry and Information Technology", "miit", "GovernmentBody"),
        ("MIIT", "miit", "GovernmentBody"),
        ("China's Ministry of Industry and Information Technology", "miit", "GovernmentBody"),
        ("Xu Li", "xu-li", "Person"),
        ("Zhang Qingjie", "zhang-qingjie", "Person"),
        ("Peng Yao", "peng-yao", "Person"),
        ("Song Bilian", "song-bilian", "Person"),
        ("Lin Jianming", "lin-jianming", "Person"),
        ("AI industry", "ai-industry", "Market"),
        ("AI computing industry", "ai-computing-industry", "Market"),
        ("AI computing core industry", "ai-computing-industry", "Market"),
        ("smart computing power market", "smart-computing-power-market", "Market"),
        ("AI foundational data services market", "ai-foundational-data-services-market", "Market"),
        ("large language models", "large-language-model", "Technology"),
        ("generative AI", "generative-ai", "Technology"),
        ("image recognition", "image-recognition", "Technology"),
        ("SHINE", "shine", "NewsOutlet"),
        ("health care", "health-care", "Industry"),
        ("healthcare", "health-care", "Industry"),
        ("e-commerce", "e-commerce", "Industry"),
        ("customer services", "customer-service", "Industry"),
        ("China", "china", "Country"),
        ("U.S.", "united-states", "Country"),
        ("Shanghai", "shanghai", "City"),
    ],
)
def test_what_the_seed_articles_name_is_there(name: str, ident: str, kind: str) -> None:
    entity = catalogue()[ident]
    assert entity["type"] == kind
    assert name in names(entity)


def test_ties_of_the_seed_entities() -> None:
    known = catalogue()
    assert known["sensenova"]["developer"] == "sensetime"
    assert known["jiu-tian"]["developer"] == "china-mobile"
    assert known["sora"]["developer"] == "openai"
    assert known["atom-ai-ecosystem"]["developer"] == "supremind"
    assert known["kpmg-china"]["parent"] == "kpmg"
    assert known["ai-computing-industry"]["broader"] == ["ai-industry"]
    assert "Chinese" in known["china"]["demonyms"]


def test_every_member_of_the_united_nations_is_there() -> None:
    countries = [e for e in catalogue().values() if e["type"] == "Country"]
    assert len(countries) == 193 + 3  # the members, the Holy See and Palestine (observers), and Taiwan
