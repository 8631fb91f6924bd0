"""What an article may cost: characters, and seconds of reading. Past it the article is refused, whole."""

from __future__ import annotations

from dataclasses import dataclass
from time import thread_time
from typing import Final

from kg.articles import Article
from kg.errors import BudgetError

__all__ = ["Budget", "Limits"]

_CHARACTERS: Final = 5_000_000
_SECONDS: Final = 300.0


class Budget:
    """The time that is left for one article; the reader asks at every sentence.

    Past the limit nothing of the article is read rather than a part of it, so that what is stored never
    depends on how fast a machine is.
    """

    __slots__ = ("_end", "_name", "_seconds")

    def __init__(self, name: str, seconds: float) -> None:
        self._name = name
        self._seconds = seconds
        self._end = thread_time() + seconds

    def check(self) -> None:
        """Go on, if time is left.

        Raises:
            BudgetError: it is not.
        """
        if thread_time() > self._end:
            raise BudgetError(
                f"reading takes more than {self._seconds:g} seconds",
                place=self._name,
                fix="split the text or raise --max-seconds",
            )


@dataclass(frozen=True)
class Limits:
    """What an article may cost.

    Attributes:
        characters: a longer text is refused; news articles are a hundred times shorter.
        seconds: of the processor, so that a busy machine refuses no more than an idle one.
    """

    characters: int = _CHARACTERS
    seconds: float = _SECONDS

    def start(self, article: Article) -> Budget:
        """Begin to read an article.

        Raises:
            BudgetError: it is too long.
        """
        if len(article.text) > self.characters:
            raise BudgetError(
                f"the text is too large to read ({len(article.text):,} characters)",
                place=article.name,
                fix=f"split it or raise --max-characters; the limit is {self.characters:,}",
            )
        return Budget(article.name, self.seconds)
