"""The ontology: where its folder is, its Turtle, and the constants of `kg.vocab` made from it.

`ontology/kg.ttl` is the single source of truth. `python -m kg.ontology` writes `kg/vocab.py` anew from it; a
test compares the two, so that neither drifts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import InputError

if TYPE_CHECKING:
    from rdflib import Graph, URIRef
    from rdflib.term import Node

__all__ = [
    "MAIN",
    "SHAPES",
    "constant_name",
    "generate_vocabulary",
    "ontology_path",
    "parse_turtle",
    "read_turtle",
    "write_vocabulary",
]

MAIN: Final = "kg.ttl"
"""The file of the ontology itself."""

SHAPES: Final = "shapes.ttl"
"""The file of the SHACL shapes."""

_HEADER: Final = '''\
"""The words of the ontology as constants: one IRI for each term, and tables of what the terms mean.

Generated from ontology/kg.ttl by `python -m kg.ontology`; edit that file, not this one. A name without
prefix is a term of kg itself; `SCHEMA_`, `PROV_` and the like are terms that kg takes from elsewhere. Where
a class and a property differ in case only, the class is the one that ends in `_CLASS`. The tables are keyed
by local name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
'''

_PHRASES: Final = ("phrase", "negatedPhrase", "plannedPhrase")
_WORD_STARTS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def ontology_path() -> Path:
    """Return the folder with the ontology, its entities, lexicons, rules and questions.

    An installed package carries it as `kg/_ontology`; a checkout has it beside the package.

    Raises:
        InputError: there is none, so the installation is damaged.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_ontology", package.parent / "ontology"):
        if (folder / MAIN).is_file():
            return folder
    raise InputError(
        "the ontology is missing from this installation", place=str(package), fix="install kg-receipts again"
    )


def read_turtle(name: str = MAIN) -> str:
    """Read one Turtle file of the ontology folder, e.g. `kg.ttl` or `shapes.ttl`.

    Raises:
        InputError: there is no such file.
    """
    path = ontology_path() / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot read the ontology file '{name}'", place=str(path.parent)) from error


def parse_turtle(turtle: str) -> Graph:
    """Parse Turtle into an rdflib graph that knows no prefixes but those of the text."""
    from rdflib import Graph

    return Graph(bind_namespaces="none").parse(data=turtle, format="turtle")


def constant_name(local_name: str) -> str:
    """Turn a local name into the name of a constant.

    >>> constant_name("marketSize"), constant_name("TextSpan")
    ('MARKET_SIZE', 'TEXT_SPAN')
    """
    return _WORD_STARTS.sub("_", local_name).replace("-", "_").upper()


def generate_vocabulary(turtle: str) -> str:
    """Write the text of `kg/vocab.py` for an ontology.

    The same ontology gives the same text whatever the order of its lines, and `ruff format` leaves it alone.

    Args:
        turtle: the ontology, as `kg.ttl` holds it.

    Raises:
        InputError: two terms would share one constant, or a term lacks what its table needs.
    """
    terms = _Terms(parse_turtle(turtle))
    lines = [_HEADER, *_constants(terms), *_tables(terms)]
    return "\n".join(lines) + "\n"


def write_vocabulary(path: Path | None = None) -> Path:
    """Write `kg/vocab.py` (or `path`) anew from the ontology; returns where it was written."""
    target = Path(__file__).resolve().with_name("vocab.py") if path is None else path
    target.write_text(generate_vocabulary(read_turtle()), encoding="utf-8")
    return target


class _Terms:
    """The terms of one ontology, read by local name and always in the order of their names."""

    def __init__(self, graph: Graph) -> None:
        from rdflib import OWL

        self.graph = graph
        self.prefixes = {prefix: str(iri) for prefix, iri in graph.namespaces() if prefix}
        if "kg" not in self.prefixes:
            raise InputError("the ontology declares no prefix kg:", place=MAIN)
        self.base = self.prefixes["kg"]
        self.classes = set(self.of_type(OWL.Class))

    def iri(self, local_name: str) -> URIRef:
        from rdflib import URIRef

        return URIRef(self.base + local_name)

    def _local(self, nodes: Iterable[Node]) -> list[str]:
        return sorted({str(n)[len(self.base) :] for n in nodes if str(n).startswith(self.base)})

    def all(self) -> list[str]:
        return self._local(self.graph.subjects())

    def of_type(self, kind: Node) -> list[str]:
        from rdflib import RDF

        return self._local(self.graph.subjects(RDF.type, kind))

    def relations(self) -> list[str]:
        from rdflib import RDFS

        return self._local(self.graph.subjects(RDFS.subPropertyOf, self.iri("relation")))

    def texts(self, local_name: str, predicate: Node) -> list[str]:
        return sorted(str(value) for value in self.graph.objects(self.iri(local_name), predicate))

    def text(self, local_name: str, predicate: Node) -> str:
        """Return the one value that a term has for a predicate."""
        found = self.texts(local_name, predicate)
        if len(found) != 1:
            raise InputError(f"kg:{local_name} needs exactly one <{predicate}>, not {len(found)}", place=MAIN)
        return found[0]

    def table(self, predicate: str) -> dict[str, str]:
        """Return the terms that have one of kg's annotations, with its value."""
        marked = self._local(self.graph.subjects(self.iri(predicate)))
        return {name: self.text(name, self.iri(predicate)) for name in marked}

    def reused(self) -> dict[str, str]:
        """Terms of other vocabularies that the data of kg use: constant to IRI."""
        found: dict[str, str] = {}
        for node in self.graph.subjects(self.iri("reused")):
            spaces = [(iri, prefix) for prefix, iri in self.prefixes.items() if str(node).startswith(iri)]
            if not spaces:
                raise InputError(f"<{node}> is reused but has no prefix", place=MAIN)
            space, prefix = max(spaces)
            found[f"{prefix.upper()}_{constant_name(str(node)[len(space) :])}"] = str(node)
        return found


def _constants(terms: _Terms) -> Iterator[str]:
    own: dict[str, str] = {}
    names = terms.all()
    clashing = {constant_name(name) for name in names if name not in terms.classes}
    for name in names:
        constant = constant_name(name)
        if name in terms.classes and constant in clashing:
            constant += "_CLASS"
        if constant in own:
            raise InputError(f"'{name}' shares the constant {constant} with another term", place=MAIN)
        own[constant] = terms.base + name
    yield f'KG: Final = "{terms.base}"'
    yield '"""The namespace of the ontology."""'
    yield ""
    yield "# Terms of kg"
    yield from _assignments(own)
    yield ""
    yield "# Terms of other vocabularies that kg writes"
    yield from _assignments(terms.reused())


def _assignments(constants: Mapping[str, str]) -> Iterator[str]:
    for name, iri in sorted(constants.items()):
        yield f"{name}: Final = {_quote(iri)}"


def _tables(terms: _Terms) -> Iterator[str]:
    from rdflib import OWL, RDFS

    relations, metrics = terms.relations(), terms.of_type(terms.iri("Metric"))
    flat = terms.table("flatType")
    symmetric = sorted(set(terms.of_type(OWL.SymmetricProperty)) & set(relations))
    predicates = sorted([*relations, "hasMeasurement", "states"])
    yield from _mapping("ENTITY_TYPES", flat, "Class of an entity to its broad class in the flat form.")
    yield from _names("RELATIONS", relations, "Predicates that join two entities.")
    yield from _names("SYMMETRIC", symmetric, "Relations that hold in both directions.")
    yield from _names("PREDICATES", predicates, "Every predicate of a claim.")
    labels = {name: terms.text(name, RDFS.label) for name in terms.all()}
    yield from _mapping("METRICS", {m: labels[m] for m in metrics}, "Metric to its label.")
    units = {m: terms.text(m, terms.iri("unitKind")) for m in metrics}
    yield from _mapping("METRIC_UNITS", units, "Metric to its unit: money, percent, count, other or any.")
    about = "Metric to the unit that its figures have where none is named."
    yield from _mapping("DEFAULT_UNITS", terms.table("defaultUnit"), about)
    yield from _notations(terms)
    yield from _phrases(terms, predicates)
    yield from _mapping("LABELS", labels, "Term to its English label.")
    yield from _mapping("PREFIXES", terms.prefixes, "Prefix to namespace, those of the data included.")


def _notations(terms: _Terms) -> Iterator[str]:
    from rdflib import SKOS

    for table, kind, about in (
        ("STATUSES", "Status", "Status in the flat form to its IRI."),
        ("POLARITIES", "Polarity", "Polarity in the flat form to its IRI."),
        ("QUALIFIERS", "Qualifier", "Hedge of a figure in the flat form to its IRI."),
    ):
        rows = {terms.text(n, SKOS.notation): terms.base + n for n in terms.of_type(terms.iri(kind))}
        yield from _mapping(table, rows, about)


def _phrases(terms: _Terms, predicates: Iterable[str]) -> Iterator[str]:
    plain: dict[str, tuple[str, ...]] = {}
    titled: dict[str, tuple[str, ...]] = {}
    for name in predicates:
        texts = [terms.texts(name, terms.iri(phrase)) for phrase in _PHRASES]
        plain[name] = tuple(t for found in texts for t in found if "{title}" not in t)
        titled[name] = tuple(t for found in texts for t in found if "{title}" in t)
        if len(plain[name]) != len(_PHRASES) or len(titled[name]) not in (0, len(_PHRASES)):
            raise InputError(f"kg:{name} needs one each of {', '.join(_PHRASES)}", place=MAIN)
    about = "Predicate to its templates in plain words: asserted, denied, planned."
    yield from _phrase_table("PHRASES", plain, about)
    about = "The same where the title of a role is known: `{title}`."
    yield from _phrase_table("TITLED_PHRASES", {n: t for n, t in titled.items() if t}, about)


def _mapping(name: str, rows: Mapping[str, str], about: str) -> Iterator[str]:
    body = [f"        {_quote(key)}: {_quote(value)}," for key, value in sorted(rows.items())]
    yield from _literal(name, "Mapping[str, str]", "MappingProxyType", body, about)


def _names(name: str, names: Iterable[str], about: str) -> Iterator[str]:
    body = [f"        {_quote(value)}," for value in sorted(names)]
    yield from _literal(name, "frozenset[str]", "frozenset", body, about)


def _phrase_table(name: str, rows: Mapping[str, tuple[str, ...]], about: str) -> Iterator[str]:
    body: list[str] = []
    for key, texts in sorted(rows.items()):
        body += [
            f"        {_quote(key)}: (",
            *(f"            {_quote(text)}," for text in texts),
            "        ),",
        ]
    yield from _literal(name, "Mapping[str, tuple[str, str, str]]", "MappingProxyType", body, about)


def _literal(name: str, kind: str, call: str, body: Iterable[str], about: str) -> Iterator[str]:
    opening, rows = f"{name}: Final[{kind}] = {call}(", list(body)
    yield ""
    yield from (opening, "    {", *rows, "    }", ")") if rows else (f"{opening}{{}})",)
    yield f'"""{about}"""'


def _quote(text: str) -> str:
    """Spell a string as the formatter does: double quotes unless single ones save an escape."""
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n")
    if '"' in text and "'" not in text:
        return f"'{escaped}'"
    return '"' + escaped.replace('"', '\\"') + '"'


if __name__ == "__main__":
    write_vocabulary()
