"""The bundled articles: digests in words of our own, each naming the article its facts come from."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml

from kg.articles import Article, read_article

FOLDER = Path(__file__).parent.parent / "data" / "articles"
DIGESTS = sorted(FOLDER.glob("*.md"))
ORIGINAL_FIELDS = {"original_title", "original_publisher", "original_date"}
DATE = re.compile(r"\d{4}-\d\d-\d\d")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
WORD = re.compile(r"[0-9A-Za-z\u00c0-\uffff]+(?:[.,'\u2019][0-9A-Za-z]+)*")
LONGEST_SHARED_RUN = 7  # words in a row that a digest may have in common with any article

FIGURES = {
    "china-ai-industry-2028": {
        "811", "213.7", "32.9", "40", "3", "5", "85", "63", "509.7", "3.4", "46.3", "3.7", "11.7", "26.1",
        "2023", "2028",
    },
    "ai-computing-waic-2023": {"4.4", "611.1", "24", "1", "7", "2023", "2025"},
}  # fmt: skip


@pytest.fixture(params=DIGESTS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


@pytest.fixture
def article(path: Path) -> Article:
    return read_article(path)


@pytest.fixture
def fields(path: Path) -> dict[str, object]:
    block = path.read_text("utf-8").split("---\n")[1]
    # every value stays text, as the loader reads it
    loaded = yaml.load(block, Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def test_there_are_eight_to_ten_digests() -> None:
    assert 8 <= len(DIGESTS) <= 10
    assert {path.stem for path in DIGESTS} >= FIGURES.keys()


def test_front_matter_says_what_it_is(article: Article) -> None:
    known = article.metadata
    assert known.title
    assert known.publisher == "kg digests"
    assert known.language == "en"


def test_a_digest_has_no_date_and_no_address_of_its_own(article: Article) -> None:
    assert article.metadata.published is None
    assert article.metadata.address is None


def test_it_names_its_one_original(article: Article, fields: dict[str, object]) -> None:
    assert len(article.metadata.sources) == 1
    assert fields.keys() & {"original_title", "original_publisher"}
    assert not fields.keys() - {"title", "publisher", "language", "sources"} - ORIGINAL_FIELDS
    if "original_date" in fields:
        assert DATE.fullmatch(str(fields["original_date"]))


def test_an_original_with_a_date_has_an_address(article: Article, fields: dict[str, object]) -> None:
    addressed = article.metadata.sources[0].startswith("https://")
    assert addressed == ("original_date" in fields)


def test_length_is_that_of_a_short_news_article(article: Article) -> None:
    assert 120 <= len(article.text.split()) <= 400


def test_paragraphs_are_single_lines(article: Article) -> None:
    paragraphs = article.text.rstrip("\n").split("\n\n")
    assert len(paragraphs) >= 3
    assert all(p and "\n" not in p and p == p.strip() for p in paragraphs)


def test_no_two_share_a_title_or_a_source() -> None:
    known = [read_article(path).metadata for path in DIGESTS]
    assert len({k.title for k in known}) == len(DIGESTS)
    assert len({k.sources for k in known}) == len(DIGESTS)


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_every_figure_of_the_original_is_there(name: str) -> None:
    text = read_article(FOLDER / f"{name}.md").text
    assert FIGURES[name] - set(NUMBER.findall(text)) == set()


@pytest.mark.corpus
def test_the_wording_is_not_that_of_the_originals(article: Article) -> None:
    folder = os.environ.get("KG_CORPUS")
    if not folder:
        pytest.skip("KG_CORPUS names no corpus")
    own = word_runs(article.text)
    originals = sorted(Path(folder).glob("*.txt"))
    shared = {run for path in originals for run in own & word_runs(path.read_text("utf-8"))}
    assert shared == set()


def word_runs(text: str) -> set[str]:
    """Runs of words one longer than a digest may share, in lower case and without punctuation."""
    words = [word.lower().replace("\u2019", "'") for word in WORD.findall(text)]
    size = LONGEST_SHARED_RUN + 1
    return {" ".join(words[i : i + size]) for i in range(len(words) - size + 1)}
