"""The ontology as one HTML page that needs neither a network nor a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg import vocab
from kg.ontology import parse_turtle

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["render_ontology"]

_TEMPLATE: Final = "ontology.html.j2"

_FACTS: Final = (
    ("Kind of", "rdfs", "subClassOf"),
    ("Kind of", "rdfs", "subPropertyOf"),
    ("Inverse of", "owl", "inverseOf"),
    ("Apart from", "owl", "disjointWith"),
    ("From", "rdfs", "domain"),
    ("Usually from", "schema", "domainIncludes"),
    ("To", "rdfs", "range"),
    ("Usually to", "schema", "rangeIncludes"),
    ("Broader", "skos", "broader"),
    ("See also", "rdfs", "seeAlso"),
)
"""Rows under a term: what they are called and the predicate whose objects they list, in this order."""

_FORMS: Final = (("asserted", "phrase"), ("denied", "negatedPhrase"), ("planned", "plannedPhrase"))

_VALUE_LISTS: Final = ("Status", "Polarity", "Qualifier", "Outcome")


@dataclass(frozen=True)
class _Link:
    """A term as it is mentioned: an own one by label, any other by its short name."""

    text: str
    href: str
    """A place on the page, an address on the web, or nothing where neither would be safe."""
    own: bool


@dataclass(frozen=True)
class _Term:
    anchor: str
    name: str
    label: str
    definition: str
    example: str
    flat_type: str = ""
    unit: str = ""
    notation: str = ""
    synonyms: tuple[str, ...] = ()
    facts: tuple[tuple[str, tuple[_Link, ...]], ...] = ()
    phrases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    symmetric: bool = False


@dataclass(frozen=True)
class _Branch:
    """A class and the classes below it."""

    term: _Term
    below: tuple[_Branch, ...]

    def walk(self) -> Iterator[_Term]:
        """Yield the class and all below it, each before its own subclasses."""
        yield self.term
        for branch in self.below:
            yield from branch.walk()


def render_ontology(turtle: str) -> str:
    """Render an ontology as one HTML page.

    The page is complete in itself: styles and drawings are inside, there is no script, and nothing is
    fetched. Every term has an anchor, which is its local name. The same ontology gives the same page.

    Args:
        turtle: the ontology, as `kg.ttl` holds it.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("kg.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(_TEMPLATE).render(_Reader(parse_turtle(turtle)).read())


class _Reader:
    """Reads out of the graph what the page shows, always in one order."""

    def __init__(self, graph: Graph) -> None:
        from rdflib import OWL, RDF, Namespace

        self.graph = graph
        self.kg = Namespace(vocab.KG)
        spaces = ((str(iri), prefix) for prefix, iri in graph.namespaces() if prefix)
        self.spaces = sorted(spaces, key=lambda space: (-len(space[0]), space))
        self.own = {str(n) for n in graph.subjects() if self._is_own(n)}
        self.classes = {str(n) for n in graph.subjects(RDF.type, OWL.Class) if str(n) in self.own}

    def read(self) -> dict[str, object]:
        """Return the names that the template knows."""
        from rdflib import OWL

        entities, others = self._trees()
        relations = self._terms_below("relation")
        figures = [self._term(self.kg[name]) for name in ("hasMeasurement", "states") if self._has(name)]
        shown = {term.name for term in (*relations, *figures)}
        properties = self._of_type(OWL.ObjectProperty, OWL.DatatypeProperty)
        return {
            "header": self._header(),
            "namespace": vocab.KG,
            "prefixes": sorted((prefix, iri) for iri, prefix in self.spaces),
            "entities": entities,
            "others": others,
            "entity_count": sum(1 for tree in entities for _ in tree.walk()),
            "other_count": sum(1 for tree in others for _ in tree.walk()),
            "relations": relations,
            "figures": figures,
            "properties": [term for term in properties if term.name not in shown],
            "annotations": self._of_type(OWL.AnnotationProperty),
            "values": [(self._link(self.kg[kind]), self._of_type(self.kg[kind])) for kind in _VALUE_LISTS],
            "metrics": self._metrics(),
            "reused": self._reused(),
        }

    def _is_own(self, node: Node) -> bool:
        return str(node).startswith(vocab.KG)

    def _has(self, name: str) -> bool:
        return vocab.KG + name in self.own

    def _local(self, node: Node) -> str:
        return str(node)[len(vocab.KG) :]

    def _text(self, node: Node, *predicates: Node) -> str:
        """Return the first text, in code point order, of the first predicate that has one."""
        for predicate in predicates:
            found = sorted(str(value) for value in self.graph.objects(node, predicate))
            if found:
                return found[0]
        return ""

    def _texts(self, node: Node, predicate: Node) -> tuple[str, ...]:
        return tuple(sorted(str(value) for value in self.graph.objects(node, predicate)))

    def _header(self) -> dict[str, object]:
        from rdflib import DCTERMS, OWL, RDF

        node = min(self.graph.subjects(RDF.type, OWL.Ontology), key=str, default=OWL.Thing)
        licenses = sorted(self.graph.objects(node, DCTERMS.license), key=str)
        return {
            "title": self._text(node, DCTERMS.title) or "Ontology",
            "description": self._text(node, DCTERMS.description),
            "version": self._text(node, OWL.versionInfo),
            "license": self._link(licenses[0]) if licenses else None,
            "creator": self._text(node, DCTERMS.creator),
        }

    def _short(self, node: Node) -> str:
        for iri, prefix in self.spaces:
            if str(node).startswith(iri) and str(node) != iri:
                return f"{prefix}:{str(node)[len(iri) :]}"
        return str(node)

    def _link(self, node: Node) -> _Link:
        from rdflib import RDFS

        address = str(node)
        if address in self.own:
            return _Link(self._text(node, RDFS.label) or self._local(node), f"#{self._local(node)}", True)
        # Only addresses of the web become links: an IRI may as well be a script.
        safe = address.startswith(("https://", "http://"))
        return _Link(self._short(node), address if safe else "", False)

    def _facts(self, node: Node) -> Iterator[tuple[str, tuple[_Link, ...]]]:
        from rdflib import URIRef

        for title, prefix, name in _FACTS:
            predicate = URIRef(vocab.PREFIXES[prefix] + name)
            links = sorted(map(self._link, self.graph.objects(node, predicate)), key=_by_origin)
            if links:
                yield title, tuple(links)

    def _term(self, node: Node) -> _Term:
        from rdflib import OWL, RDF, RDFS, SKOS

        name = self._local(node) if str(node) in self.own else self._short(node)
        phrases = [(form, self._texts(node, self.kg[predicate])) for form, predicate in _FORMS]
        return _Term(
            anchor=name,
            name=name,
            label=self._text(node, RDFS.label) or name,
            definition=self._text(node, SKOS.definition, SKOS.scopeNote),
            example=self._text(node, SKOS.example),
            flat_type=self._text(node, self.kg.flatType),
            unit=self._text(node, self.kg.defaultUnit, self.kg.unitKind),
            notation=self._text(node, SKOS.notation),
            synonyms=self._texts(node, SKOS.altLabel),
            facts=tuple(self._facts(node)),
            phrases=tuple((form, texts) for form, texts in phrases if texts),
            symmetric=(node, RDF.type, OWL.SymmetricProperty) in self.graph,
        )

    def _terms(self, nodes: Iterable[Node]) -> list[_Term]:
        own = sorted({str(n): n for n in nodes if str(n) in self.own}.items())
        return [self._term(node) for _, node in own]

    def _of_type(self, *kinds: Node) -> list[_Term]:
        from rdflib import RDF

        return self._terms(node for kind in kinds for node in self.graph.subjects(RDF.type, kind))

    def _terms_below(self, name: str) -> list[_Term]:
        from rdflib import RDFS

        return self._terms(self.graph.subjects(RDFS.subPropertyOf, self.kg[name]))

    def _trees(self) -> tuple[list[_Branch], list[_Branch]]:
        """Return the classes of entities and all others, as trees; a class stands below one other at most."""
        from rdflib import RDFS, URIRef

        below: dict[str, list[str]] = {}
        for name in sorted(self.classes):
            above = {str(n) for n in self.graph.objects(URIRef(name), RDFS.subClassOf)} & self.classes
            below.setdefault(min(above, default=""), []).append(name)

        def branch(name: str) -> _Branch:
            return _Branch(self._term(URIRef(name)), tuple(map(branch, below.get(name, ()))))

        trees = [branch(name) for name in below.get("", ())]
        entities = [tree for tree in trees if tree.term.name == "Entity"]
        return entities, [tree for tree in trees if tree.term.name != "Entity"]

    def _metrics(self) -> list[tuple[str, list[_Term]]]:
        """Return the metrics by theme, in the order of the themes' names."""
        from rdflib import RDF

        themes: dict[str, list[Node]] = {}
        for node in self.graph.subjects(RDF.type, self.kg.Metric):
            themes.setdefault(self._text(node, self.kg.theme) or "Other", []).append(node)
        return [(theme, self._terms(nodes)) for theme, nodes in sorted(themes.items())]

    def _reused(self) -> list[tuple[_Term, _Link]]:
        nodes = sorted(set(self.graph.subjects(self.kg.reused)), key=self._short)
        return [(self._term(node), self._link(node)) for node in nodes]


def _by_origin(link: _Link) -> tuple[bool, str]:
    """Own terms first, then those of others, each by name."""
    return not link.own, link.text
