"""Articles: from files to exact text with metadata."""

from __future__ import annotations

import glob
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from kg.errors import ArticleError, KGError, MissingExtraError
from kg.ids import hash_fields, hash_text
from kg.metadata import Metadata, merge_metadata, read_fields, read_html_metadata, split_front_matter

__all__ = ["LARGEST_FILE", "SUFFIXES", "Article", "check_text", "find_files", "make_article", "read_article"]

LARGEST_FILE: Final = 20_000_000
"""Bytes; a larger file is refused, news articles are a thousand times smaller."""

SUFFIXES: Final = (".txt", ".md", ".markdown", ".html", ".htm")
"""What a folder is searched for; a file named outright may have any suffix."""

_HTML: Final = (".html", ".htm")


@dataclass(frozen=True)
class Article:
    """One version of an article.

    Attributes:
        text: the stored text; every offset counts its code points.
        name: what people call it, from the file's name or `--as`.
        metadata: what is known of it.
        named: whether `name` was given on purpose and so identifies the article where no address does.
        raw_hash: SHA-256 of the bytes it was read from, where these are not the text itself.
    """

    text: str
    name: str
    metadata: Metadata = Metadata()  # noqa: RUF009 - frozen
    named: bool = False
    raw_hash: str | None = None

    @cached_property
    def text_hash(self) -> str:
        """SHA-256 of the text as UTF-8; the same text under two addresses has one."""
        return hash_text(self.text)

    @cached_property
    def version(self) -> str:
        """Names this version: SHA-256 over the article's id and the hash of its text."""
        return hash_text(f"version 1\n{self.id}\n{self.text_hash}")

    @cached_property
    def id(self) -> str:
        """Identity of the work: its address, else the name it was given, else its text."""
        if self.metadata.address:
            return hash_fields("article", {"address": self.metadata.address})
        if self.named:
            return hash_fields("article", {"name": self.name})
        return hash_fields("article", {"text": self.text_hash})


def find_files(paths: Sequence[str | Path]) -> tuple[list[Path], list[KGError]]:
    """Expand files, folders and globs into files, each once, in a fixed order.

    Returns:
        The files, and an error for each path that leads to none. A `.meta.json` is never an article.
    """
    files: dict[Path, None] = {}
    errors: list[KGError] = []
    for given in paths:
        try:
            found = _expand(Path(given))
        except OSError as error:
            errors.append(
                ArticleError(
                    error.strerror or "cannot be read", place=str(given), fix="check the folder's permissions"
                )
            )
            continue
        if not found:
            errors.append(
                ArticleError(
                    "no article here",
                    place=str(given),
                    fix=f"give a file, or a folder or pattern with {', '.join(SUFFIXES)} files",
                )
            )
        files.update(dict.fromkeys(found))
    return list(files), errors


def _expand(path: Path) -> list[Path]:
    if path.is_dir():
        list(path.iterdir())  # an unreadable folder is an error, not an empty one
        return sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    if path.exists() or not glob.has_magic(str(path)):
        return [path]
    return sorted(
        Path(p)
        for p in glob.glob(str(path), recursive=True)
        if not p.endswith(".meta.json") and Path(p).is_file()
    )


def read_article(path: Path, name: str | None = None) -> Article:
    """Read one file.

    Args:
        path: a .txt, .md or .html file; other suffixes are read as plain text.
        name: identifies the article where its metadata gives no address.

    Raises:
        ArticleError: the file cannot be used; the message names the file and the fix.
        MissingExtraError: an .html file without the extra that reads these.
    """
    raw = _read_bytes(path)
    text = _decode(raw, str(path))
    beside = _metadata_beside(path)
    shown = name or path.stem
    if path.suffix.lower() in _HTML:
        declared = read_html_metadata(text, str(path))
        body = _main_text(text, str(path))
        # what somebody wrote beside the page is more certain than what the page says of itself
        merged = Metadata(
            **(declared.model_dump(exclude_defaults=True) | beside.model_dump(exclude_defaults=True))
        )
        return make_article(
            body, shown, merged, named=name is not None, raw_hash=hash_text(raw), place=str(path)
        )
    front, body = split_front_matter(text, str(path))
    merged = merge_metadata([(f"{path}.meta.json", beside), (str(path), front)])
    return make_article(
        body,
        shown,
        merged,
        named=name is not None,
        raw_hash=hash_text(raw) if body != text else None,
        place=str(path),
    )


def make_article(
    text: str,
    name: str,
    metadata: Metadata | None = None,
    *,
    named: bool = False,
    raw_hash: str | None = None,
    place: str = "",
) -> Article:
    """Make an article of a text that is at hand.

    Raises:
        ArticleError: the text cannot be stored.
    """
    check_text(text, place or name)
    return Article(text, name, metadata or Metadata(), named, raw_hash)


def check_text(text: str, place: str) -> None:
    """Refuse a text that cannot be stored or cited.

    Raises:
        ArticleError: it is empty, holds NUL or a lone surrogate, or is too large.
    """
    if not text.strip():
        raise ArticleError("the text is empty", place=place, fix="leave the file out")
    if "\x00" in text:
        raise ArticleError(
            f"a NUL character at {text.index(chr(0))}", place=place, fix="remove it; is this a text file?"
        )
    bad = next((i for i, c in enumerate(text) if "\ud800" <= c <= "\udfff"), None)
    if bad is not None:
        raise ArticleError(
            f"half a character (a lone surrogate) at {bad}", place=place, fix="remove or replace it"
        )
    if len(text) > LARGEST_FILE:
        raise ArticleError(
            "the text is too large", place=place, fix=f"split it; the limit is {LARGEST_FILE:,} characters"
        )


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ArticleError("this is a folder", place=str(path), fix="give the files in it")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise ArticleError(
                f"the file is too large ({size:,} bytes)",
                place=str(path),
                fix=f"split it; the limit is {LARGEST_FILE:,} bytes",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise ArticleError("no such file", place=str(path), fix="check the path") from None
    except OSError as error:
        raise ArticleError(
            error.strerror or "cannot be read", place=str(path), fix="check its permissions"
        ) from None
    except ValueError:
        raise ArticleError("this is no path", place=repr(str(path)), fix="check it") from None


def _decode(raw: bytes, place: str) -> str:
    if not raw.strip():
        raise ArticleError("the file is empty", place=place, fix="leave it out")
    if b"\x00" in raw[:8192]:
        wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        raise ArticleError(
            "this is UTF-16" if wide else "this is a binary file",
            place=place,
            fix="save it as UTF-8" if wide else "give a text file",
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArticleError(f"not UTF-8 at byte {error.start}", place=place, fix="save it as UTF-8") from None


def _metadata_beside(path: Path) -> Metadata:
    """Read `<name>.meta.json`, for `a.txt` as `a.meta.json`."""
    beside = path.with_name(path.stem + ".meta.json")
    if not beside.is_file():
        return Metadata()
    try:
        fields = json.loads(beside.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ArticleError(
            f"cannot be read as JSON ({type(error).__name__})", place=str(beside), fix="mend or remove it"
        ) from None
    if not isinstance(fields, dict):
        raise ArticleError("holds no JSON object", place=str(beside), fix="mend or remove it")
    return read_fields(fields, str(beside))


def _main_text(html: str, place: str) -> str:
    try:
        from trafilatura import extract
    except ImportError:
        raise MissingExtraError.of("html", f"reading {place}") from None
    body = extract(html, include_comments=False, include_tables=True, favor_precision=True)
    if not body:
        raise ArticleError(
            "no main text found in the page", place=place, fix="save the article's text as .txt"
        )
    return str(body)
