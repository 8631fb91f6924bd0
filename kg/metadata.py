"""What is known of an article: from front matter, from a `.meta.json` beside it, or from HTML.

Nothing is guessed: a field that no metadata gives stays unknown, a date above all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, field_validator

from kg.errors import ArticleError
from kg.ids import encode_iri

__all__ = ["Metadata", "merge_metadata", "read_fields", "read_html_metadata", "split_front_matter"]

_DATE: Final = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_DATETIME: Final = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_FRONT: Final = re.compile(r"(---|\+\+\+)[ \t]*\r?\n(.*?)(?:^|(?<=\n))\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LONGEST: Final = 2000


class Metadata(BaseModel):
    """What is known of an article. None and empty mean unknown.

    Attributes:
        published: `2026`, `2026-03` or `2026-03-30`.
        address: where the article is published, http or https.
        language: a BCP 47 tag.
        sources: addresses or names of what the article itself is based on, for a digest its original.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    address: str | None = None
    language: str | None = None
    sources: tuple[str, ...] = ()

    @field_validator("address")
    @classmethod
    def _encoded(cls, value: str | None) -> str | None:
        return value and encode_iri(value)

    @field_validator("sources")
    @classmethod
    def _encoded_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(encode_iri(s) if s.startswith(("http://", "https://")) else s for s in value)


_NAMES: Final[Mapping[str, str]] = {
    "title": "title", "headline": "title",
    "publisher": "publisher", "site": "publisher", "outlet": "publisher",
    "author": "authors", "authors": "authors", "byline": "authors",
    "published": "published", "date": "published", "datepublished": "published",
    "url": "address", "address": "address", "link": "address", "canonical": "address",
    "language": "language", "lang": "language", "inlanguage": "language",
    "source": "sources", "sources": "sources", "original": "sources",
}  # fmt: skip


def read_fields(fields: Mapping[str, Any], place: str) -> Metadata:
    """Read metadata from named fields, by any of their usual names; others are left alone.

    Raises:
        ArticleError: a field has a value that cannot be, or is given twice with different values.
    """
    found: dict[str, Any] = {}
    for key, value in fields.items():
        name = _NAMES.get(str(key).replace("_", "").replace("-", "").lower())
        if name is None or value is None or value in ("", [], {}):
            continue
        clean = _clean(name, value, place)
        if name in found and found[name] != clean:
            raise ArticleError(
                f"the metadata gives two values for {name}: {found[name]!r} and {clean!r}",
                place=place,
                fix="keep one",
            )
        found[name] = clean
    return Metadata(**found)


def _clean(name: str, value: Any, place: str) -> Any:
    if name in ("authors", "sources"):
        items = value if isinstance(value, list | tuple) else [value]
        return tuple(_text(name, _source(i) if name == "sources" else i, place) for i in items)
    text = _text(name, value, place)
    if name == "published":
        m = _DATETIME.fullmatch(text)
        text = m[1] if m else text
        if not _is_date(text):
            raise ArticleError(
                f"'{text}' is no date", place=place, fix="write published as 2026-03-30, 2026-03 or 2026"
            )
    if name == "address" and not _ADDRESS.fullmatch(text):
        raise ArticleError(
            f"'{text[:80]}' is no web address", place=place, fix="write address as https://..."
        )
    return text


def _source(item: Any) -> Any:
    """A source may be given with fields of its own; its address says most."""
    if isinstance(item, Mapping):
        return (
            item.get("address")
            or item.get("url")
            or item.get("title")
            or item.get("publisher")
            or str(dict(item))[:_LONGEST]
        )
    return item


def _text(name: str, value: Any, place: str) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise ArticleError(f"the metadata field {name} is no text", place=place, fix="write it as a string")
    text = " ".join(str(value).split())
    if not text or len(text) > _LONGEST or any("\ud800" <= c <= "\udfff" or ord(c) < 32 for c in text):
        raise ArticleError(
            f"the metadata field {name} cannot be used",
            place=place,
            fix=f"write it as plain text of at most {_LONGEST} characters",
        )
    return text


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    if len(text) < 10:
        return True
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def merge_metadata(parts: Iterable[tuple[str, Metadata]]) -> Metadata:
    """Put together what several places say.

    Args:
        parts: the place and what it says, e.g. `("front matter of a.md", ...)`.

    Raises:
        ArticleError: two places contradict each other.
    """
    found: dict[str, tuple[str, Any]] = {}
    for place, part in parts:
        for name, value in part.model_dump(exclude_defaults=True).items():
            if name in found and found[name][1] != value:
                other, old = found[name]
                raise ArticleError(
                    f"{name} is {old!r} in {other} but {value!r} here",
                    place=place,
                    fix="make them agree or remove one",
                )
            found[name] = (place, value)
    return Metadata(**{name: value for name, (_, value) in found.items()})


def split_front_matter(text: str, place: str) -> tuple[Metadata, str]:
    """Split a text into its front matter (YAML between `---` or TOML between `+++`) and the rest.

    Raises:
        ArticleError: the front matter opens but cannot be read.
    """
    m = _FRONT.match(text)
    if m is None:
        return Metadata(), text
    fields = _read_toml(m[2], place) if m[1] == "+++" else _read_yaml(m[2], place)
    if fields is None:
        return Metadata(), text
    rest = text[m.end() :]
    return read_fields(fields, place), rest.lstrip("\r\n")


def _read_toml(block: str, place: str) -> dict[str, Any]:
    import tomllib

    try:
        return {k: str(v) if not isinstance(v, list | dict) else v for k, v in tomllib.loads(block).items()}
    except tomllib.TOMLDecodeError as error:
        raise ArticleError(
            f"the front matter is no TOML: {error}", place=place, fix="mend or remove it"
        ) from None


def _read_yaml(block: str, place: str) -> dict[str, Any] | None:
    import yaml

    if len(block) > 100_000 or ("&" in block and "*" in block):
        return None  # no anchors: they can blow up
    try:
        fields = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes plain strings only
    except (yaml.YAMLError, RecursionError) as error:
        line = str(error).splitlines()[0]
        raise ArticleError(
            f"the front matter is no YAML: {line}", place=place, fix="mend or remove it"
        ) from None
    return fields if isinstance(fields, dict) else None


class _HeadReader(HTMLParser):
    """Collects `<title>`, `<meta>`, canonical link, language and JSON-LD; never runs or fetches anything."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.title = ""
        self.language = ""
        self.canonical = ""
        self.data: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {k: v or "" for k, v in attrs}
        if tag == "html":
            self.language = a.get("lang", "")
        elif tag == "meta":
            name = (a.get("property") or a.get("name") or a.get("itemprop") or "").lower()
            if name and a.get("content"):
                self.meta.setdefault(name, a["content"])
        elif tag == "link" and "canonical" in a.get("rel", "").lower().split():
            self.canonical = self.canonical or a.get("href", "")
        elif tag == "title" and not self.title:
            self._inside = "title"
        elif tag == "script" and a.get("type", "").lower() == "application/ld+json":
            self._inside = "data"
            self.data.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("title", "script"):
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        elif self._inside == "data":
            self.data[-1] += data


_META_NAMES: Final = {
    "title": ("og:title", "twitter:title"),
    "publisher": ("og:site_name",),
    "authors": ("author", "article:author_name"),
    "published": (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "parsely-pub-date",
    ),
    "address": ("og:url",),
}


def read_html_metadata(html: str, place: str) -> Metadata:
    """Read what the page itself declares: meta elements, canonical link, JSON-LD.

    A field whose value cannot be used (a relative address, a date in words) counts as unknown.
    """
    head = _HeadReader()
    head.feed(html[:2_000_000])
    fields: dict[str, Any] = {"title": head.title, "language": head.language, "address": head.canonical}
    for name, keys in _META_NAMES.items():
        value = next((head.meta[k] for k in keys if head.meta.get(k)), "")
        if value and (name != "address" or not fields["address"]):
            fields[name] = value
    for name, value in _linked_data(head.data).items():
        fields.setdefault(name, value)
    kept = {}
    for name, value in fields.items():
        try:
            kept.update(read_fields({name: value}, place).model_dump(exclude_defaults=True))
        except ArticleError:
            continue  # the page says something that is no value: unknown
    return Metadata(**kept)


def _linked_data(blocks: Iterable[str]) -> dict[str, Any]:
    for block in blocks:
        try:
            data = json.loads(block)
        except (ValueError, RecursionError):
            continue
        nodes = (
            data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
        )
        for node in nodes:
            if isinstance(node, dict) and "Article" in str(node.get("@type", "")):
                named = {
                    "title": node.get("headline"),
                    "published": node.get("datePublished"),
                    "publisher": _name(node.get("publisher")),
                    "authors": [n for n in map(_name, _listed(node.get("author"))) if n],
                    "language": node.get("inLanguage"),
                }
                return {k: v for k, v in named.items() if v}
    return {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: Any) -> Any:
    return value.get("name") if isinstance(value, dict) else value
