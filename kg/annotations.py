"""Flat claims from a file, made by people or programs, as evidences of the articles they name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.articles import Article, read_article
from kg.catalogue import Catalogue
from kg.errors import ClaimLineError, KGError
from kg.flat import Find, FlatClaim, parse_lines, unflatten
from kg.ids import fold_name
from kg.model import Entity, Evidence
from kg.textfiles import read_text_file

__all__ = ["AnnotatedArticle", "finder", "read_annotations"]

_BESIDE: Final = (".txt", ".md", ".markdown", ".html", ".htm")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_LARGEST: Final = 200_000_000


@dataclass
class AnnotatedArticle:
    """An article with what a file of flat claims says of it.

    Attributes:
        evidences: the lines that fit the text, in their order; not checked by the gate yet.
        errors: one for each line that does not fit.
    """

    article: Article
    evidences: list[Evidence] = field(default_factory=list)
    errors: list[KGError] = field(default_factory=list)


def read_annotations(
    path: Path, loaded: Callable[[str], Article | None], catalogue: Catalogue, article: str | None = None
) -> tuple[list[AnnotatedArticle], list[KGError]]:
    """Read a file of flat claims, one JSON object a line.

    Args:
        path: the file.
        loaded: finds a loaded version by its id, the hash of its text, or its article's id or name.
        catalogue: links names to known entities.
        article: names the article of every line; None where the lines or the file's name do.

    Returns:
        The articles in the order of their first lines, and an error for each line that names none.

    Raises:
        InputError: the file cannot be read, or a line of it is no flat claim.
    """
    found: dict[str, AnnotatedArticle] = {}
    errors: list[KGError] = []
    texts: dict[str, Article | KGError] = {}
    lines = parse_lines(read_text_file(path, _LARGEST), str(path))
    finders: dict[str, Find] = {}
    for place, flat in lines:
        key = article or flat.article or ""
        if key not in texts:
            texts[key] = _named(article, loaded) if article else _locate(path, key, place, loaded)
        target = texts[key]
        if isinstance(target, KGError):
            errors.append(ClaimLineError(target.problem, place=place, fix=target.fix))
            continue
        entry = found.setdefault(target.version, AnnotatedArticle(target))
        find = finders.setdefault(target.version, finder(catalogue, target, [f for _, f in lines]))
        try:
            entry.evidences.append(unflatten(flat, target.text, target.version, find, place))
        except KGError as error:
            entry.errors.append(error)
    return list(found.values()), errors


def _named(article: str, loaded: Callable[[str], Article | None]) -> Article | KGError:
    """The article that the user names: a loaded one, else a file."""
    known = loaded(article)
    if known is not None:
        return known
    try:
        return read_article(Path(article))
    except KGError:
        return ClaimLineError(
            f"no article '{article[:80]}' is loaded, nor is it a text file",
            fix="list those loaded with: kg sources",
        )


def _locate(path: Path, key: str, place: str, loaded: Callable[[str], Article | None]) -> Article | KGError:
    """The article that lines speak of: a loaded one, else a text file beside the claims."""
    known = loaded(key) if key else None
    if known is not None:
        return known
    hashed = _HASH.fullmatch(key) is not None
    names = [key, *(key + s for s in _BESIDE)] if key and not hashed else []
    if not names:  # a.jsonl and a.gold.jsonl stand beside a.txt
        heads = dict.fromkeys((path.name[: -len(path.suffix)], path.name.split(".")[0]))
        names = [head + s for head in heads for s in _BESIDE]
    for name in names:
        beside = path.parent / name
        if Path(name).name == name and len(name) < 200 and beside != path and beside.is_file():
            try:
                article = read_article(beside)
            except KGError as error:
                return error
            if not hashed or key in (article.version, article.text_hash):
                return article
    problem = (
        f"no article '{key[:80]}' is loaded or stands beside the file" if key else "the line names no article"
    )
    return ClaimLineError(
        problem, place=place, fix="load the text first, put it beside the file, or name it with --article"
    )


def finder(catalogue: Catalogue, article: Article, lines: Iterable[FlatClaim]) -> Find:
    """Make the function that finds the entity of a name: in the catalogue, else one of its own.

    A name without a class has the class that another line gives it; else it is an organisation.
    """
    kinds: dict[str, str] = {}
    for flat in lines:
        pairs = [
            (flat.subject, flat.subject_type),
            (flat.object, flat.object_type),
            *((x.agent, x.type) for x in flat.attribution),
        ]
        for name, kind in pairs:
            if name and kind:
                kinds.setdefault(fold_name(name), kind)

    def find(name: str, kind: str | None) -> Entity:
        known = catalogue.find(name, kind)
        if known is not None:
            return known
        kind = kind or kinds.get(fold_name(name), "Organization")
        described = name[:1].islower() and kind in (
            "Report",
            "Survey",
            "Event",
            "Person",
            "Product",
            "Model",
            "Company",
        )
        return Entity.mint(kind, name, article.id if described else None)

    return find
