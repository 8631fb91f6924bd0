"""Whether an article is English prose, which is what kg reads."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from kg.articles import Article

__all__ = ["foreign_language"]

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_FEWEST: Final = 25
"""Words that a text needs before its language is judged at all."""

_FIRST: Final = 4000
"""Words that are looked at."""

_STOP_WORDS: Final = {
    "English": "the of and to in a is that for it as was with on by at from be are this have has its an will which not",
    "German": "der die das und ist nicht ein eine mit von für auf den dem im zu sich auch des werden bei nach aus wird sind",
    "French": "le la les des et est une dans pour que qui sur avec par plus pas du au ce son sont aux cette ont été",
    "Spanish": "el la los las y de que en un una para con por se del es su como más al lo fue han sus está",
    "Portuguese": "o a os as e de que em um uma para com por se do da no na dos das não mais ao foi são",
    "Italian": "il lo la gli le e di che in un una per con del della dei sono non più nel alla è ha dal come",
    "Dutch": "de het een en van is dat op te in voor met zijn niet aan er om ook door bij naar uit wordt heeft",
    "Swedish": "och att det som en på är av för med den till inte har de ett om var sig från så men kan efter",
    "Polish": "i w na z do że się jest nie to o jak po co dla od przez ale być który oraz za są tym",
    "Turkish": "ve bir bu da de için ile olarak çok daha olan gibi kadar sonra ancak göre ise değil her en",
    "Indonesian": "yang dan di ini itu dengan untuk dari pada adalah akan tidak dalam juga oleh sebagai telah atau ke",
}  # fmt: skip


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in _STOP_WORDS.items()}


def foreign_language(article: Article) -> str | None:
    """Name the language of an article that is plainly not English; None where it is or may be.

    What the metadata says counts first; else letters of another script, else a count of small words.
    """
    declared = article.metadata.language
    if declared and not re.match(r"(?i)en(?:g|glish)?(?:$|[-_ ])", declared.strip()):
        return f"'{declared}'"
    words = [m[0].casefold() for m in _WORD.finditer(article.text.replace("’", "'"))][:_FIRST]
    script = _foreign_script(article.text[:20_000])
    if script:
        return script
    if len(words) < _FEWEST:
        return None
    counts = {name: sum(w in stop for w in words) for name, stop in _stop_words().items()}
    best = max(sorted(counts), key=lambda name: counts[name])
    english = counts["English"] / len(words)
    plain = best != "English" and counts[best] > 2 * counts["English"] and counts[best] / len(words) > 0.12
    return best if plain and english < 0.12 else None


def _foreign_script(text: str) -> str | None:
    """Name the script that most letters of a text are of, where it is not Latin."""
    letters = [c for c in text if c.isalpha()]
    foreign = [c for c in letters if ord(c) > 0x24F and not unicodedata.name(c, "").startswith("LATIN")]
    if len(letters) < 20 or len(foreign) * 2 < len(letters):
        return None
    names = [unicodedata.name(c, "UNKNOWN").split()[0] for c in foreign]
    script = max(sorted(set(names)), key=names.count)
    return f"{'Chinese or Japanese' if script == 'CJK' else script.capitalize()} script"
