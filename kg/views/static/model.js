// What the page holds: nodes, lines, claims and article texts, read once from the JSON in the page.
// Everything in it came out of articles, so it only ever becomes text nodes and numbers.

const read = (id) => JSON.parse(document.getElementById(id).textContent);

const page = read("kg-page");

const nodes = read("kg-nodes").map((raw, index) => ({
  aliases: [],
  ...raw.kg,
  index,
  label: String(raw.label),
  baseX: raw.x,
  baseY: raw.y,
  x: raw.x,
  y: raw.y,
  lines: raw.kg.lines,
  weight: raw.kg.claims.length, // by which marks were sized and labels have their room; places of figures come on top
  edges: [],
  stands: [],
}));

const edges = read("kg-edges").map((raw, index) => ({ ...raw.kg, index, from: raw.from, to: raw.to }));

const articles = page.articles.map((raw, index) => ({ authors: [], sources: [], ...raw, index, claims: [] }));

const claims = page.claims.map((raw, index) => ({
  a: [],
  by: [],
  comparable: [],
  conflicts: [],
  ...raw,
  index,
  edge: null,
  articles: [...new Set(raw.ev.map((e) => e.at))],
}));

const signs = new Map(page.classes.map((c) => [c.name, { ...c, path: c.icon ? new Path2D(c.icon) : null }]));

for (const edge of edges) {
  nodes[edge.from].edges.push(edge.index);
  nodes[edge.to].edges.push(edge.index);
  if (edge.kind === "claim") for (const c of edge.claims) claims[c].edge = edge.index;
}
for (const claim of claims) {
  for (const a of claim.articles) articles[a].claims.push(claim.index);
  for (const a of claim.a) nodes[a].stands.push(claim.index);
  if (claim.r !== undefined && !nodes[claim.r].claims.includes(claim.index)) nodes[claim.r].claims.push(claim.index);
}

const isArticle = (node) => node.sign === "Article";
const isFigure = (node) => node.sign === "Figure";

const nodeById = new Map(nodes.map((n) => [n.id, n]));
const claimById = new Map(claims.map((c) => [c.id, c]));
const articleById = new Map(articles.map((a) => [a.id, a]));

// Letters as they are compared: case, accents and kinds of quote aside.
const fold = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[’‘]/g, "'")
    .replace(/[“”]/g, '"')
    .toLowerCase();

const pieces = (article, [first, last]) => article.pieces.slice(first, last).map((p) => p ?? "").join("");

const quoteOf = (evidence) => pieces(articles[evidence.at], evidence.span);

for (const claim of claims) {
  const named = [claim.s, claim.o, claim.r, ...claim.a].filter((n) => n !== undefined).map((n) => nodes[n]);
  claim.text = fold(
    [claim.words, claim.label, claim.id, ...claim.by, ...named.flatMap((n) => [n.label, ...n.aliases]), ...claim.ev.map(quoteOf)].join(" \n ")
  );
}

const plural = (n, one, many = one + "s") => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

// ---------------------------------------------------------------- elements

// Makes an element; children are elements or texts, never markup. `on*` are listeners, `data` the dataset.
const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

const s = (tag, attributes, ...children) => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

const fill = (element, attributes, children) => {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
  return element;
};

const byId = (id) => document.getElementById(id);

// Only addresses of the web become links: anything else may be a script.
const link = (address, text = address) =>
  /^https?:\/\/[^\s<>"]+$/i.test(address ?? "")
    ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow external" }, text)
    : h("span", null, text ?? "");

// The sign of a class, as in the legend and on the canvas.
const symbol = (name, size = 18) => {
  const sign = signs.get(name);
  const colour = colourOf(sign);
  const box = s("svg", { class: "sign", width: size, height: size, viewBox: "0 0 36 36", "aria-hidden": "true", focusable: "false" });
  if (!sign) return box;
  if (sign.shape === "pill") box.append(s("rect", { x: 1.5, y: 9, width: 33, height: 18, rx: 9, fill: "none", stroke: colour, "stroke-width": 3 }));
  else if (sign.shape === "square") box.append(s("rect", { x: 1, y: 1, width: 34, height: 34, rx: 8, fill: colour }));
  else box.append(s("circle", { cx: 18, cy: 18, r: 17.5, fill: colour }));
  if (sign.icon) box.append(s("path", { d: sign.icon, transform: "translate(6.6 6.6) scale(.95)", fill: isDark() ? "#11151d" : "#ffffff", "fill-rule": "evenodd" }));
  return box;
};

const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

const colourOf = (sign) => (sign ? (isDark() ? sign.dark : sign.light) : "#888888");

// A short line as it is drawn for a status.
const stroke = (status) => {
  const dashes = (page.dashes[status] ?? []).join(" ");
  return s(
    "svg",
    { class: `stroke is-${status}`, width: 30, height: 12, viewBox: "0 0 30 12", "aria-hidden": "true", focusable: "false" },
    s("path", { d: "M1 6h21", "stroke-dasharray": dashes || null }),
    status === "says" || status === "article" ? null : s("path", { class: "head", d: status === "denied" ? "M22.5 1.5h2v9h-2z" : "M29 6l-7-3.4v6.8z" })
  );
};
