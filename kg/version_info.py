"""What is known of a version of an article."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["VersionInfo"]


@dataclass(frozen=True)
class VersionInfo:
    """What the graph says of a version of an article. None and empty mean unknown.

    Attributes:
        version: the version's id.
        article: the article's id.
        text_hash: names the stored text.
        raw_hash: SHA-256 of the bytes it was read from, where these are not the text.
    """

    version: str
    article: str
    name: str
    text_hash: str
    text_length: int
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    address: str | None = None
    language: str | None = None
    raw_hash: str | None = None
    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """Its title, or its name where it has none."""
        return self.title or self.name
