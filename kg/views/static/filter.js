// Which claims, nodes and lines pass the filters, which answer the search, and which belong to the selection.

const shown = { claims: [], nodes: [], edges: [], edgeClaims: [], count: 0, matches: null, matchSet: null, matched: null, named: [] };
const lit = { any: false, nodes: new Set(), edges: new Set() };

const passes = (claim) => {
  const { hidden } = state;
  if (hidden.line.has(claim.status)) return false;
  if (hidden.class.has(nodes[claim.s].sign) || (claim.o !== undefined && hidden.class.has(nodes[claim.o].sign))) return false;
  if (!claim.articles.some((a) => !hidden.source.has(articles[a].id.slice(0, 10)))) return false;
  if (hidden.by.size && !(claim.by.length ? claim.by : [NOBODY]).some((name) => !hidden.by.has(name))) return false;
  if (claim.conf < state.sure) return false;
  if (state.from !== null || state.to !== null) {
    if (!claim.years) return false;
    if (state.from !== null && claim.years[1] < state.from) return false;
    if (state.to !== null && claim.years[0] > state.to) return false;
  }
  return true;
};

// Nodes at most so many lines away, over lines whose claims pass.
const nearby = ({ node, depth }, passing) => {
  const found = new Set([node]);
  let rim = [node];
  for (let step = 0; step < depth; step++) {
    const next = [];
    for (const n of rim) {
      for (const e of nodes[n].edges) {
        const edge = edges[e];
        if (edge.kind === "article" && !isArticle(nodes[node])) continue;
        const other = edge.from === n ? edge.to : edge.from;
        if (!found.has(other) && edge.claims.some((c) => passing[c])) {
          found.add(other);
          next.push(other);
        }
      }
    }
    rim = next;
  }
  return found;
};

const applyFilters = () => {
  let passing = claims.map(passes);
  const near = state.focus ? nearby(state.focus, passing) : null;
  if (near) {
    passing = passing.map((ok, c) => ok && near.has(claims[c].s) && (claims[c].o === undefined || near.has(claims[c].o)));
  }
  shown.claims = passing;
  shown.count = passing.filter(Boolean).length;
  shown.edgeClaims = edges.map((e) => e.claims.filter((c) => passing[c]));
  const off = (n) => state.hidden.class.has(nodes[n].sign);
  shown.edges = edges.map(
    (e, k) => shown.edgeClaims[k].length > 0 && !off(e.from) && !off(e.to) && !(e.kind === "says" && state.hidden.line.has("says"))
  );
  shown.nodes = nodes.map((n) => !off(n.index) && (near === null || near.has(n.index)) && (n.claims.some((c) => passing[c]) || n.edges.some((e) => shown.edges[e])));
  applySearch();
};

const applySearch = () => {
  const words = fold(state.query).split(/\s+/).filter(Boolean);
  if (!words.length) {
    shown.matches = shown.matched = null;
    return;
  }
  const hits = (text) => words.every((w) => text.includes(w));
  shown.matches = claims.filter((c) => shown.claims[c.index] && hits(c.text)).map((c) => c.index);
  shown.matchSet = new Set(shown.matches);
  const found = new Set(nodes.filter((n) => shown.nodes[n.index] && hits(fold([n.label, ...n.aliases].join(" \n ")))).map((n) => n.index));
  shown.named = [...found].filter((n) => !isFigure(nodes[n]) && !isArticle(nodes[n]));
  for (const c of shown.matches) for (const n of [claims[c].s, claims[c].o]) if (n !== undefined) found.add(n);
  shown.matched = found;
};

// What is to be seen clearly while the rest is faint.
const applySelection = () => {
  lit.nodes.clear();
  lit.edges.clear();
  const { select: chosen } = state;
  const addEdge = (e) => {
    if (!shown.edges[e]) return;
    lit.edges.add(e);
    lit.nodes.add(edges[e].from).add(edges[e].to);
  };
  const addClaim = (c) => {
    const claim = claims[c];
    lit.nodes.add(claim.s);
    if (claim.o !== undefined) lit.nodes.add(claim.o);
    if (claim.edge !== null) addEdge(claim.edge);
    for (const a of claim.a) {
      if (!shown.nodes[a]) continue;
      lit.nodes.add(a);
      const says = nodes[a].edges.find((e) => edges[e].kind === "says" && edges[e].claims.includes(c));
      if (says !== undefined) addEdge(says);
    }
  };
  if (chosen?.type === "thing") {
    lit.nodes.add(chosen.index);
    for (const e of nodes[chosen.index].edges) if (edges[e].kind !== "article" || isArticle(nodes[chosen.index])) addEdge(e);
  } else if (chosen?.type === "edge") addEdge(chosen.index);
  else if (chosen?.type === "claim") addClaim(chosen.index);
  else if (chosen?.type === "article") {
    for (const c of articles[chosen.index].claims) if (shown.claims[c]) addClaim(c);
    if (shown.nodes[articles[chosen.index].node]) lit.nodes.add(articles[chosen.index].node);
  }
  lit.any = Boolean(chosen) && lit.nodes.size > 0;
};

const CERTAINTY = ["actual", "estimate", "unknown", "forecast", "target", "denied"];

// A line is drawn as the most certain of its claims that pass.
const lineStatus = (edge) => {
  if (edge.kind !== "claim") return edge.kind;
  const found = new Set(shown.edgeClaims[edge.index].map((c) => claims[c].status));
  return CERTAINTY.find((status) => found.has(status)) ?? "unknown";
};

const lineSources = (edge) => Math.max(1, ...shown.edgeClaims[edge.index].map((c) => claims[c].sources));

const isConflicting = (claim) => claim.conflicts.some((c) => shown.claims[c]);

// How many claims stand behind each value of a filter, whatever that filter itself hides.
const facetCounts = (name) => {
  const kept = state.hidden[name];
  state.hidden[name] = new Set();
  const count = new Map();
  const add = (value) => count.set(value, (count.get(value) ?? 0) + 1);
  if (name === "class") {
    const seen = new Set();
    for (const claim of claims) {
      if (!passes(claim)) continue;
      for (const n of [claim.s, claim.o, claim.r, ...claim.a, ...claim.articles.map((a) => articles[a].node)]) if (n !== undefined) seen.add(n);
    }
    for (const n of seen) add(nodes[n].sign);
  } else {
    for (const claim of claims) {
      if (!passes(claim)) continue;
      if (name === "line") add(claim.status);
      if (name === "source") for (const a of claim.articles) add(articles[a].id.slice(0, 10));
      if (name === "by") for (const who of claim.by.length ? claim.by : [NOBODY]) add(who);
    }
    if (name === "line") count.set("says", edges.filter((e) => e.kind === "says" && e.claims.some((c) => passes(claims[c]))).length);
  }
  state.hidden[name] = kept;
  return count;
};
