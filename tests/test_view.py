"""The view without a browser: what is shown, where it stands, what the file holds and what it must not hold."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import warnings
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import ACME, MARKET, PAYLOADS, TRICKY, hostile_store, large_store, store_of, story

from kg.cli import run
from kg.demo import articles_path
from kg.errors import InputError, NotFoundError
from kg.graph import KnowledgeGraph
from kg.store import Store
from kg.views import selection
from kg.views.elements import Comparison, Picture
from kg.views.graph_page import frame_view, render_picture, render_view, write_view
from kg.views.labels import label_rect, mark_rect
from kg.views.layout import Box, lay_out
from kg.views.passages import Passage, cut_article
from kg.views.picture import make_picture
from kg.views.selection import LargeViewWarning, Scope
from kg.views.signs import ARTICLE, FIGURE


class _Elements(HTMLParser):
    """Elements of a page with their attributes, and the texts of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.lasttag in ("script", "style") and self.cdata_elem:
            tag, attrs = self.found[-1]
            before = self.texts.pop()[2] if self.texts and self.texts[-1][1] is attrs else ""
            self.texts.append((tag, attrs, before + data))


def _data(page: str, name: str) -> object:
    found = [
        text for tag, attrs, text in _Elements(page).texts if tag == "script" and attrs.get("id") == name
    ]
    return json.loads("".join(found))


@pytest.fixture(scope="module")
def demo() -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph() as graph:
        graph.load(articles_path())
        yield graph


@pytest.fixture(scope="module")
def demo_picture(demo: KnowledgeGraph) -> Picture:
    return make_picture(demo.store, Scope())


@pytest.fixture(scope="module")
def told() -> Store:
    return store_of(story())


@pytest.fixture(scope="module")
def large() -> Store:
    return large_store(1200)


# ---------------------------------------------------------------------- the picture


def test_labels_of_the_demo_do_not_overlap_when_all_is_in_view(demo_picture: Picture) -> None:
    drawn = [n for n in demo_picture.nodes if n.sign != ARTICLE]
    rects = [(n.id, label_rect(n.mark(demo_picture.fit), n.side)) for n in drawn if n.side]
    marks = [(n.id, mark_rect(n.mark(demo_picture.fit))) for n in drawn]
    assert len(rects) > 0.6 * len(drawn)  # most have room

    def touch(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
        return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]

    assert [(i, j) for (i, a), (j, b) in combinations(rects, 2) if touch(a, b)] == []
    assert [(i, j) for i, a in rects for j, b in marks if i != j and touch(a, b)] == []


def test_nearly_all_of_the_most_connected_things_have_their_labels(demo_picture: Picture) -> None:
    things = sorted(
        (n for n in demo_picture.nodes if n.sign not in (ARTICLE, FIGURE)), key=lambda n: -len(n.claims)
    )
    assert len([n.label for n in things[:20] if n.side is None]) <= 2


def test_places_are_whole_and_inside_the_frame(demo_picture: Picture) -> None:
    assert all(isinstance(v, int) for n in demo_picture.nodes for v in (n.x, n.y))
    assert len({(n.x, n.y) for n in demo_picture.nodes}) == len(demo_picture.nodes)


def test_every_claim_is_a_line_a_figure_or_the_words_of_a_node(demo_picture: Picture) -> None:
    on_lines = {k for e in demo_picture.edges if e.kind == "claim" for k in e.claims}
    for k, shown in enumerate(demo_picture.claims):
        assert (shown.object is None) == (k not in on_lines)
        assert k in demo_picture.nodes[shown.subject].claims


def test_parallel_claims_share_a_line_that_lists_them(told: Store) -> None:
    picture = make_picture(told, Scope())
    between = [e for e in picture.edges if e.kind == "claim" and len(e.claims) > 1]
    assert [[picture.claims[k].claim.predicate for k in e.claims] for e in between] == [["releases", "uses"]]
    assert [picture.claims[k].status for k in between[0].claims] == ["actual", "denied"]


def test_who_stands_behind_a_figure_is_joined_to_it(told: Store) -> None:
    picture = make_picture(told, Scope())
    says = [e for e in picture.edges if e.kind == "says"]
    assert {(picture.nodes[e.start].label, picture.nodes[e.end].sign) for e in says} == {
        ("The Outlook", FIGURE)
    }
    assert len(says) == 2


def test_thickness_and_conflicts_come_from_what_the_caller_says(told: Store) -> None:
    def compare(claims: object) -> dict[str, Comparison]:
        first, second = (c.id for c in claims if c.metric)  # type: ignore[attr-defined]
        return {first: Comparison((second,), (second,)), second: Comparison((first,), (first,))}

    picture = make_picture(told, Scope(), compare=compare, count_sources=lambda evidences: 3)
    assert {s.sources for s in picture.claims} == {3}
    page = _data(render_picture(picture), "kg-page")
    marked = [c["id"] for c in page["claims"] if c.get("conflicts")]  # type: ignore[index, call-overload]
    assert marked == [s.claim.id for s in picture.claims if s.claim.metric]


@given(
    st.integers(2, 24).flatmap(
        lambda n: st.tuples(
            st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=40)
        )
    )
)
def test_small_graphs_are_laid_out_without_overlap_and_always_alike(
    drawn: tuple[int, list[tuple[int, int]]],
) -> None:
    n, edges = drawn
    boxes = [Box(20, 20, 8, 22)] * n
    places = lay_out(boxes, edges)
    assert places == lay_out(boxes, edges)
    tight = [(x, y) for x, y in places]
    assert len(set(tight)) == n
    for (ax, ay), (bx, by) in combinations(tight, 2):
        assert abs(ax - bx) >= 36 or abs(ay - by) >= 26


@given(st.text(min_size=1, max_size=60), st.data())
def test_pieces_hold_exactly_the_words_of_every_passage(text: str, data: st.DataObject) -> None:
    passages = []
    for _ in range(data.draw(st.integers(1, 4))):
        a, b, c, d, e, f = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=6, max_size=6)))
        passages.append(Passage((c, d), (b, e), (a, f), ()))
    for whole in (True, False):
        cut = cut_article(text, passages, whole=whole)
        for passage in passages:
            for bounds in (passage.span, passage.sentence, passage.window):
                first, last = cut.index(bounds)
                assert "".join(cut.pieces[k] or "" for k in range(first, last)) == text[slice(*bounds)]
        if whole:
            assert "".join(p or "" for p in cut.pieces) == text


# ---------------------------------------------------------------------- which part


def test_a_picture_holds_at_most_five_hundred_nodes_by_default(large: Store) -> None:
    picture = make_picture(large, Scope())
    drawn = [n for n in picture.nodes if n.sign != ARTICLE]
    assert (len(drawn), picture.limit, picture.total) == (500, 500, 1200)
    smaller = make_picture(large, Scope(top=50))
    assert len([n for n in smaller.nodes if n.sign != ARTICLE]) == 50
    assert {n.id for n in smaller.nodes if n.sign != ARTICLE} <= {n.id for n in drawn}


def test_over_a_thousand_nodes_warn(large: Store) -> None:
    with pytest.warns(LargeViewWarning, match=r"1,200 nodes are slow .* --top 500"):
        make_picture(large, Scope(top=1200))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        make_picture(large, Scope(top=900))


def test_over_three_thousand_nodes_are_refused_with_the_flags_that_help(
    large: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (selection.DEFAULT_TOP, selection.LARGE, selection.LARGEST) == (500, 1000, 3000)
    monkeypatch.setattr(selection, "LARGEST", 1100)
    with pytest.raises(InputError) as caught:
        make_picture(large, Scope(top=5000))
    assert "1,200 nodes" in str(caught.value)
    for flag in ("--about", "--source", "--top"):
        assert flag in str(caught.value)


def test_about_takes_what_is_near(nordic: KnowledgeGraph) -> None:
    near = make_picture(nordic.store, Scope(about="Ada Quist"))
    far = make_picture(nordic.store, Scope(about="Ada Quist", depth=3))
    assert near.title == "Ada Quist"
    assert near.nodes[near.centre[0]].label == "Ada Quist"
    labels = {n.label for n in near.nodes if n.sign != ARTICLE}
    assert "Borealis Labs" in labels
    assert labels < {n.label for n in far.nodes if n.sign != ARTICLE}


def test_source_takes_the_claims_of_one_article(nordic: KnowledgeGraph) -> None:
    picture = make_picture(nordic.store, Scope(source="summit"))
    assert [a.info.name for a in picture.articles] == ["summit"]
    with pytest.raises(NotFoundError, match="kg sources"):
        make_picture(nordic.store, Scope(source="no such article"))


def test_query_takes_what_it_finds(nordic: KnowledgeGraph, tmp_path: Path) -> None:
    file = tmp_path / "ada.rq"
    file.write_text(
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
        'SELECT ?claim WHERE { GRAPH ?claim { ?s ?p ?o } FILTER(CONTAINS(STR(?p), "releases")) }'
    )
    picture = make_picture(nordic.store, Scope(query=file))
    assert {s.claim.predicate for s in picture.claims} == {"releases"}


def test_an_unknown_thing_is_told_with_near_names(nordic: KnowledgeGraph) -> None:
    with pytest.raises(NotFoundError, match="Ada Quist"):
        make_picture(nordic.store, Scope(about="Ada Quits"))


# ---------------------------------------------------------------------- the file


def test_only_sentences_of_evidences_and_their_neighbours_are_embedded(told: Store) -> None:
    article, evidences = story()
    sentences, full = render_view(told), render_view(told, full_text=True)
    kept = "".join(p or "" for p in _data(sentences, "kg-page")["articles"][0]["pieces"])  # type: ignore[index, call-overload]
    assert "nothing is claimed at all" not in kept
    assert all(e.span.exact in kept for e in evidences)
    whole = "".join(p or "" for p in _data(full, "kg-page")["articles"][0]["pieces"])  # type: ignore[index, call-overload]
    assert whole == article.text
    assert TRICKY in whole


def test_the_policy_names_each_script_and_style_by_its_hash(told: Store) -> None:
    elements = _Elements(render_view(told))
    policy = next(
        a["content"] or "" for t, a in elements.found if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    for tag, attrs, text in elements.texts:
        if attrs.get("type") != "application/json":
            digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, tag
    assert sum(t == "script" and a.get("type") is None for t, a in elements.found) == 2


def test_nothing_in_the_file_is_fetched(told: Store) -> None:
    for tag, attrs in _Elements(render_view(told)).found:
        assert tag not in ("iframe", "object", "embed", "base", "img", "audio", "video")
        assert not any(
            name.startswith("on") or name in ("src", "srcset", "action", "style") for name in attrs
        ), tag
        assert (attrs.get("href") or "data:").startswith("data:"), tag


def test_no_text_ends_its_element() -> None:
    store = hostile_store()
    page = render_view(store)
    elements = _Elements(page)
    assert sum(tag == "script" for tag, _ in elements.found) == 6
    assert {t for t, _ in elements.found} == {t for t, _ in _Elements(render_view(store_of(story()))).found}
    data = _data(page, "kg-page")
    assert {a["title"] for a in data["articles"]} >= {p for p in PAYLOADS if p == p.strip()}  # type: ignore[index, call-overload]
    raw = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert len(raw) == 4
    assert not re.search("[<>&\u2028\u2029]", "".join(raw[:3]))
    for kind in ("svg", "graphml", "gexf"):
        tree = ElementTree.fromstring(render_view(store, format=kind))
        assert {e.tag.rpartition("}")[2] for e in tree.iter()} & {
            "script",
            "foreignObject",
            "a",
            "image",
            "use",
        } == set()


def test_size_of_the_demo_page(demo_picture: Picture) -> None:
    assert len(render_picture(demo_picture).encode()) < 900_000


_CODE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from pages import store_of, story
from kg.demo import articles_path
from kg.graph import KnowledgeGraph
from kg.views.graph_page import write_view
out = Path(sys.argv[1])
for kind in ("html", "svg", "graphml", "gexf"):
    write_view(store_of(story()), out / f"story.{kind}")
with KnowledgeGraph() as graph:
    graph.load(*sorted(articles_path().glob("*.md"))[:2])
    graph.view(out / "two.html")
"""


def _write(out: Path, **environment: str) -> dict[str, str]:
    out.mkdir()
    arguments = [sys.executable, "-W", "error", "-c", _CODE, str(out), str(Path(__file__).parent)]
    subprocess.run(arguments, env={**os.environ, **environment}, check=True, cwd=out)
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(out.iterdir())}


def test_same_bytes_from_two_seeds_and_locales(tmp_path: Path) -> None:
    one = _write(tmp_path / "one", PYTHONHASHSEED="1", LC_ALL="C.UTF-8")
    two = _write(tmp_path / "two", PYTHONHASHSEED="2", LC_ALL="C", PYTHONUTF8="0", TZ="Asia/Tokyo")
    assert sorted(one) == [
        "story.gexf",
        "story.graphml",
        "story.html",
        "story.svg",
        "two.html",
    ]  # and no folder `lib`
    assert one == two


def test_an_empty_store_gives_a_page() -> None:
    page = render_view(Store())
    assert _data(page, "kg-nodes") == []
    ElementTree.fromstring(render_view(Store(), format="svg"))


# ---------------------------------------------------------------------- other formats


def test_svg_shows_every_thing_and_its_quotes(told: Store) -> None:
    text = render_view(told, format="svg")
    tree = ElementTree.fromstring(text)
    titles = [t.text or "" for t in tree.iter("{http://www.w3.org/2000/svg}title")]
    for entity in (ACME, MARKET):
        assert any(t.startswith(entity.name) for t in titles)
    assert any("“Acme released Nord 🏔”" in t for t in titles)
    assert "$5m" in "".join(tree.itertext())


def test_graphml_and_gexf_hold_the_claims_as_edges(told: Store) -> None:
    article, evidences = story()
    joined = {e.claim.id for e in evidences if e.claim.object or e.claim.metric}
    graph = nx.parse_graphml(render_view(told, format="graphml"))
    assert {d["claim"] for _, _, d in graph.edges(data=True)} == joined
    for _, _, d in graph.edges(data=True):
        assert article.text[int(d["start"]) : int(d["end"])] == d["quote"]
    assert all(isinstance(d["x"], float) for _, d in graph.nodes(data=True))
    gexf = nx.read_gexf(StringIO(render_view(told, format="gexf")))
    assert {d["claim"] for _, _, d in gexf.edges(data=True)} == joined
    assert {d["label"] for _, d in gexf.nodes(data=True)} >= {ACME.name, MARKET.name}


def test_the_suffix_says_the_format(told: Store, tmp_path: Path) -> None:
    assert write_view(told, tmp_path / "a.svg").read_text("utf-8").startswith("<svg")
    assert "<graphml" in write_view(told, tmp_path / "a.xml", format="graphml").read_text("utf-8")
    with pytest.raises(InputError, match="html, svg, graphml, gexf"):
        write_view(told, tmp_path / "a.pdf", format="pdf")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.svg", "a.xml"]


def test_the_svg_grows_until_every_label_has_room(demo_picture: Picture) -> None:
    from kg.views.exports import to_svg

    text = to_svg(demo_picture)
    labels = [line for n in demo_picture.nodes if n.sign != ARTICLE for line in n.lines]
    drawn = [e.text or "" for e in ElementTree.fromstring(text).iter("{http://www.w3.org/2000/svg}text")]
    assert [line for line in labels if line not in drawn] == []


# ---------------------------------------------------------------------- command line and notebooks


def test_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    store = Store(tmp_path / "kg-store", write=True)
    store.load(*story(), "by hand")
    store.close()
    assert run(["view", "-o", "page.html", "--text", "full"]) == 0
    assert "page.html" in capsys.readouterr().out
    assert "nothing is claimed at all" in (tmp_path / "page.html").read_text("utf-8")
    assert run(["view", "--about", "Acme", "--depth", "2", "-o", "acme.html"]) == 0
    assert "<title>Acme · kg</title>" in (tmp_path / "acme.html").read_text("utf-8")
    assert run(["view", "--format", "svg"]) == 0
    assert (tmp_path / "kg.svg").read_text("utf-8").startswith("<svg")
    assert run(["view", "-o", "kg.gexf"]) == 0
    assert "<gexf" in (tmp_path / "kg.gexf").read_text("utf-8")
    capsys.readouterr()
    for arguments, word in (
        (["--format", "pdf"], "graphml"), (["--text", "some"], "--text full"), (["--about", "Nobody"], "Nobody"),
        (["--query", "none.rq"], "none.rq"),
    ):  # fmt: skip
        assert run(["view", *arguments]) in (1, 2)
        shown = capsys.readouterr().err
        assert word in shown
        assert "Traceback" not in shown


def test_command_line_tells_of_large_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(selection, "LARGE", 3)
    store = Store(tmp_path / "kg-store", write=True)
    store.load(*story(), "by hand")
    store.close()
    assert run(["view"]) == 0
    assert "7 nodes are slow to open" in " ".join(capsys.readouterr().err.split())
    monkeypatch.setattr(selection, "LARGEST", 5)
    assert run(["view", "-o", "other.html"]) == 2
    shown = " ".join(capsys.readouterr().err.split())
    assert "--about NAME, --source ARTICLE or --top N" in shown
    assert not (tmp_path / "other.html").exists()


def test_notebook_frame_is_sandboxed_and_holds_the_page(told: Store) -> None:
    frame = frame_view(told, height=300)
    (tag, attrs), *rest = _Elements(frame).found
    assert (tag, rest) == ("iframe", [])
    assert "allow-scripts" in (attrs["sandbox"] or "")
    assert "allow-same-origin" not in (attrs["sandbox"] or "")
    assert attrs["srcdoc"] == render_view(told)


def test_a_graph_shows_itself_in_a_notebook() -> None:
    with KnowledgeGraph() as graph:
        graph.store.load(*story(), "by hand")
        shown = graph._repr_html_()
        assert shown.startswith("<iframe sandbox=")
        assert "Ada “Q” 林" in shown


def test_labels_are_broken_and_cut_alike_everywhere() -> None:
    from kg.views.labels import text_width, wrap

    assert wrap("short", 100) == ("short",)
    assert all(
        text_width(line) <= 140
        for line in wrap("a rather long label that needs more than two lines of room", 100)
    )
    assert wrap("  a \n b ", 100) == ("a b",)
    assert replace(Comparison(), conflicts=("x",)).conflicts == ("x",)
