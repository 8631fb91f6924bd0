// The evidence pane: an overview, a thing, a line, a claim with its sentence, an article, or what a search found.

const pane = byId("detail");

const showDetail = () => {
  const { select: chosen } = state;
  const view =
    chosen?.type === "claim" ? claimView(chosen.index)
    : chosen?.type === "thing" ? thingView(chosen.index)
    : chosen?.type === "edge" ? lineView(chosen.index)
    : chosen?.type === "article" ? articleView(chosen.index)
    : shown.matches !== null ? searchView()
    : overview();
  pane.replaceChildren(...view.flat(Infinity).filter(Boolean));
  pane.scrollTop = 0;
};

const eyebrow = (...parts) => h("p", { class: "eyebrow" }, ...parts);

const backButton = () => {
  const to = state.trail.at(-1);
  const where =
    !to ? (shown.matches !== null ? "Search results" : "Overview")
    : to.type === "thing" ? nodes[to.index].label
    : to.type === "article" ? articles[to.index].title
    : to.type === "edge" ? `${nodes[edges[to.index].from].label} – ${nodes[edges[to.index].to].label}`
    : claims[to.index].words;
  return h(
    "button",
    { type: "button", class: "back", onclick: () => (to ? back() : clearSelection()) },
    s("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, s("path", { d: "M14.7 5.3 8 12l6.7 6.7 1.4-1.4L10.8 12l5.3-5.3z" })),
    h("span", null, where)
  );
};

// ---------------------------------------------------------------- overview

const overview = () => {
  const counted = articles.map((a, k) => [k, a.claims.filter((c) => shown.claims[c]).length]);
  const things = nodes.filter((n) => shown.nodes[n.index] && !isFigure(n) && !isArticle(n));
  const weight = (n) => n.claims.filter((c) => shown.claims[c]).length;
  const top = things.map((n) => [n, weight(n)]).sort((a, b) => b[1] - a[1] || (a[0].label < b[0].label ? -1 : 1)).slice(0, 12);
  const most = Math.max(1, ...top.map(([, n]) => n));
  return [
    eyebrow("Overview"),
    h("h2", null, `${plural(shown.count, "claim")}, each with its sentence`),
    h("p", { class: "lead" }, "Choose a line to read the sentence it rests on, or a node to see all that is said of it."),
    scopeNote(),
    section(
      "Sources",
      h("div", { class: "stack" }, more(counted.filter(([, n]) => n || !isFiltered()).map(([k, n]) => sourceCard(k, n)), 5))
    ),
    section("Most connected", h("ol", { class: "ranks" }, top.map(([node, n]) => rank(node, n, most)))),
    comparisons(),
  ];
};

const scopeNote = () => {
  const drawn = nodes.filter((n) => !isArticle(n)).length;
  if (page.total <= drawn) return null;
  return h("p", { class: "note" }, `These are the ${drawn.toLocaleString("en")} things and figures with the most claims, of ${page.total.toLocaleString("en")} in the store.`);
};

const sourceCard = (k, n) =>
  h(
    "button",
    { type: "button", class: "card", onclick: () => select("article", k) },
    h("span", { class: "card-words" }, articles[k].title),
    h("span", { class: "card-source" }, `${publisherOf(articles[k])} · ${dateOf(articles[k])} · ${plural(n, "claim")}`)
  );

const rank = (node, n, most) =>
  h(
    "li",
    null,
    h(
      "button",
      { type: "button", class: "rank", onclick: () => selectThing(node.index) },
      symbol(node.sign),
      h("span", { class: "rank-name" }, node.label),
      s("svg", { class: "bar", viewBox: "0 0 60 6", preserveAspectRatio: "none", "aria-hidden": "true" }, s("rect", { width: (60 * n) / most, height: 6, rx: 2 })),
      h("span", { class: "count" }, n)
    )
  );

const comparisons = () => {
  const list = claims.filter((c) => shown.claims[c.index] && c.conflicts.length).map((c) => c.index);
  return list.length ? section("Compared as conflicting", h("div", { class: "stack" }, list.slice(0, 20).map((c) => claimCard(c, list)))) : null;
};

// ---------------------------------------------------------------- what a search found

const searchView = () => {
  const things = shown.named.slice(0, 12);
  const list = shown.matches;
  return [
    eyebrow("Search"),
    h("h2", null, `“${state.query.trim()}”`),
    h("p", { class: "lead" }, list.length || things.length ? `${plural(list.length, "claim")}${things.length ? ` and ${plural(shown.named.length, "thing")}` : ""}` : "Nothing found. Names, aliases and quotes were searched."),
    things.length ? section("Things", h("ol", { class: "ranks" }, things.map((n) => rank(nodes[n], nodes[n].claims.length, Math.max(1, ...things.map((t) => nodes[t].claims.length)))))) : null,
    list.length ? section("Claims", h("div", { class: "stack" }, list.slice(0, 60).map((c) => claimCard(c, list)), list.length > 60 ? h("p", { class: "quiet" }, `and ${list.length - 60} more; the table lists all`) : null)) : null,
  ];
};

// ---------------------------------------------------------------- a thing

const GROUPS = 8;

const thingView = (index) => {
  const node = nodes[index];
  const own = node.claims.filter((c) => shown.claims[c]);
  const stands = node.stands.filter((c) => shown.claims[c] && !own.includes(c));
  const groups = new Map();
  for (const c of own) {
    const claim = claims[c];
    const incoming = claim.s !== index;
    const name = claim.kind === "statement" ? "said" : claim.kind === "measurement" ? (incoming ? "figures about this place" : "figures") : claim.label;
    const title = claim.kind === "relation" && page.predicates[claim.p] ? page.predicates[claim.p][incoming ? 1 : 0] : name;
    groups.set(title, [...(groups.get(title) ?? []), c]);
  }
  if (stands.length) groups.set("stands behind", stands);
  const list = [...own, ...stands];
  const ordered = [...groups].sort((a, b) => (a[0] === "said") - (b[0] === "said") || b[1].length - a[1].length);
  return [
    backButton(),
    eyebrow(symbol(node.sign), h("span", null, node.kind)),
    h("h2", null, node.label),
    node.aliases.length ? h("p", { class: "aliases" }, "also ", node.aliases.slice(0, 6).join(", ")) : null,
    h("p", { class: "lead" }, `${plural(own.length, "claim")}${stands.length ? `, and stands behind ${plural(stands.length, "other")}` : ""}`),
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", onclick: () => isolate(index) }, "Only its neighbours"),
      h("button", { type: "button", onclick: () => copy(linkTo(), "Link copied") }, "Copy link")
    ),
    list.length ? null : h("p", { class: "note" }, "No claim about it passes the filters."),
    ordered.map(([title, members]) =>
      section([title, h("span", { class: "count" }, members.length)], h("div", { class: "stack" }, more(members.map((c) => claimCard(c, list)), GROUPS)))
    ),
  ];
};

// Shows the first few and a button for the rest.
const more = (cards, few) => {
  if (cards.length <= few + 1) return cards;
  const rest = cards.slice(few);
  const button = h("button", { type: "button", class: "more", onclick: () => button.replaceWith(...rest) }, `${rest.length} more`);
  return [...cards.slice(0, few), button];
};

// ---------------------------------------------------------------- a line

const lineView = (index) => {
  const edge = edges[index];
  const list = shown.edgeClaims[index];
  return [
    backButton(),
    eyebrow("Line"),
    h("h2", null, nodeButton(edge.from), edge.arrows === 3 ? " ↔ " : edge.arrows === 2 ? " ← " : " → ", nodeButton(edge.to)),
    h("p", { class: "lead" }, plural(list.length, "claim")),
    list.map((c) => h("article", { class: "inline" }, h("h3", null, h("button", { type: "button", class: "plain", onclick: () => select("claim", c, list) }, claims[c].words)), h("p", null, statusChip(claims[c]), conflictChip(claims[c])), passage(claims[c].ev[0]), h("p", { class: "card-source" }, articleButton(claims[c].ev[0].at)))),
  ];
};

// ---------------------------------------------------------------- a claim

const claimView = (index) => {
  const claim = claims[index];
  const [evidence, ...others] = claim.ev;
  const list = walkList();
  const place = list.indexOf(index);
  return [
    h(
      "div",
      { class: "walk" },
      backButton(),
      list.length > 1 && place >= 0
        ? h(
            "div",
            { class: "steps" },
            h("button", { type: "button", id: "previous", "aria-label": "Previous claim", title: "Previous (←)", onclick: () => walk(-1) }, "‹"),
            h("span", null, `${place + 1} of ${list.length}`),
            h("button", { type: "button", id: "next", "aria-label": "Next claim", title: "Next (→)", onclick: () => walk(1) }, "›")
          )
        : null
    ),
    eyebrow(statusChip(claim), conflictChip(claim), claim.kind === "statement" ? null : h("span", null, claim.kind), meter(claim.conf)),
    h("h2", { class: "words" }, claim.kind === "statement" ? `${nodes[claim.s].label} said` : claim.words),
    passage(evidence),
    h("p", { class: "key" }, h("mark", { class: "span" }, "the words it rests on"), h("span", { class: "sentence" }, "their sentence"), evidence.named ? h("u", { class: "named" }, "who says so") : null),
    section("Who says so", chainList(evidence)),
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", class: "main", id: "copy-citation", onclick: () => copy(citation(claim, evidence), "Citation copied") }, "Copy citation"),
      h("button", { type: "button", onclick: () => copy(linkTo(), "Link copied") }, "Copy link")
    ),
    section("Details", claimFacts(claim, evidence)),
    others.length ? section(`Also said here (${others.length})`, others.map((e) => h("article", { class: "inline" }, passage(e), chainList(e)))) : null,
    claim.conflicts.length ? section("Conflicting claims", h("div", { class: "stack" }, claim.conflicts.map((c) => claimCard(c, claim.conflicts)))) : null,
    claim.comparable.length ? section("Comparable claims", h("div", { class: "stack" }, claim.comparable.map((c) => claimCard(c, claim.comparable)))) : null,
  ];
};

const claimFacts = (claim, evidence) => {
  const article = articles[evidence.at];
  return facts([
    ["Subject", nodeButton(claim.s)],
    [claim.kind === "measurement" ? "Measures" : claim.kind === "statement" ? "Says" : "Relation", claim.label],
    ["Object", claim.o !== undefined && claim.kind === "relation" ? nodeButton(claim.o) : null],
    ["Figure", claim.exact],
    ["Also given as", (evidence.also ?? []).join(", ")],
    ["Period", claim.kind === "measurement" || claim.period ? (claim.period ?? "unknown") : null],
    ["Place", claim.r !== undefined ? nodeButton(claim.r) : null],
    ["Status", `${STATUS_WORDS[claim.status][0]} (${STATUS_WORDS[claim.status][1]})`],
    ["Date as written", evidence.date],
    ["Said at", evidence.event],
    ["Article", articleButton(evidence.at)],
    ["Publisher", article.publisher ?? "unknown"],
    ["Published", article.published ?? "unknown"],
    ["Address", article.address ? link(article.address) : null],
    ["Characters", `${evidence.start.toLocaleString("en")}–${evidence.end.toLocaleString("en")} of ${article.length.toLocaleString("en")}`],
    ["Text", h("code", { title: `sha256 ${article.hash}` }, `sha256 ${article.hash.slice(0, 16)}…`)],
    ["Sources", `${plural(claim.ev.length, "mention")}, ${plural(claim.articles.length, "article")}, ${plural(claim.sources, "independent source")}`],
    ["Rule", h("code", null, evidence.rules.join(" + "))],
    ["Read by", h("code", null, evidence.by)],
    ["Confidence", meter(evidence.conf)],
    ["Claim", h("code", { title: claim.id }, claim.id.slice(0, 10))],
    ["Check it", h("code", null, `kg trace ${claim.id.slice(0, 10)}`)],
  ]);
};

// The claims that the arrow keys walk through: those of what was chosen before, else all that pass.
const walkList = () => {
  const list = state.select?.list?.filter((c) => shown.claims[c]);
  if (list?.length) return list;
  return shown.matches ?? claims.filter((c) => shown.claims[c.index]).map((c) => c.index);
};

const walk = (step) => {
  const { select: chosen } = state;
  if (chosen?.type === "claim") {
    const list = walkList();
    const at = list.indexOf(chosen.index);
    const next = list[(at + step + list.length) % list.length];
    if (next !== undefined) select("claim", next, chosen.list ?? list);
    return;
  }
  const list =
    chosen?.type === "thing" ? [...nodes[chosen.index].claims, ...nodes[chosen.index].stands].filter((c) => shown.claims[c])
    : chosen?.type === "edge" ? shown.edgeClaims[chosen.index]
    : chosen?.type === "article" ? articles[chosen.index].claims.filter((c) => shown.claims[c])
    : walkList();
  if (list.length) select("claim", list.at(step > 0 ? 0 : -1), list);
};

// ---------------------------------------------------------------- an article

const articleView = (index) => {
  const article = articles[index];
  const list = article.claims.filter((c) => shown.claims[c]);
  const whole = article.pieces.every((p) => p !== null);
  return [
    backButton(),
    eyebrow(symbol("Article"), h("span", null, "article")),
    h("h2", null, article.title),
    facts([
      ["Publisher", article.publisher ?? "unknown"],
      ["Published", article.published ?? "unknown"],
      ["Author", article.authors.join(", ")],
      ["Address", article.address ? link(article.address) : null],
      ["Goes back to", article.sources.length ? article.sources.map((source) => h("span", { class: "line" }, link(source))) : null],
      ["Name", article.name],
      ["Text", h("code", { title: `sha256 ${article.hash}` }, `sha256 ${article.hash.slice(0, 16)}…`)],
      ["Length", `${article.length.toLocaleString("en")} characters`],
    ]),
    section(
      [whole ? "Text" : "Sentences with evidence", h("span", { class: "count" }, list.length)],
      list.length ? articleText(article, list) : h("p", { class: "note" }, "None of its claims passes the filters.")
    ),
  ];
};

// The article's text, as far as it is here, with the words that claims rest on marked; a mark opens its claim.
const articleText = (article, list) => {
  const owners = article.pieces.map(() => []);
  for (const c of list) for (const e of claims[c].ev) if (articles[e.at] === article) for (let k = e.span[0]; k < e.span[1]; k++) owners[k].push(c);
  const out = h("div", { class: "passage whole", lang: article.language ?? null });
  let gap = false;
  article.pieces.forEach((text, k) => {
    if (text === null) {
      gap = true;
      return;
    }
    if (gap && out.childNodes.length) out.append(h("span", { class: "gap", role: "separator", "aria-label": "text left out" }, "⋯"));
    gap = false;
    if (!owners[k].length) out.append(text);
    else out.append(h("button", { type: "button", class: "evidence", title: owners[k].map((c) => claims[c].words).join("\n"), onclick: () => select("claim", owners[k][0], list) }, text));
  });
  return out;
};
