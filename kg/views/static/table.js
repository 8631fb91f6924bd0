// The same claims as a table, to sort, to read without the graph, and to print.

const tableBox = byId("table");

const columns = [
  { id: "subject", name: "Subject", text: (c) => nodes[c.s].label },
  { id: "says", name: "Says", text: (c) => c.label },
  { id: "object", name: "Object or figure", text: (c) => (c.kind === "measurement" ? (c.exact ?? "") : c.o !== undefined ? nodes[c.o].label : "") },
  { id: "status", name: "Status", text: (c) => (c.kind === "statement" ? "statement" : STATUS_WORDS[c.status][0]) },
  { id: "period", name: "Period", text: (c) => c.period ?? "" },
  { id: "by", name: "Attributed to", text: (c) => c.by.join(" ← ") },
  { id: "source", name: "Source", text: (c) => articles[c.ev[0].at].title },
  { id: "sure", name: "Confidence", text: (c) => c.conf.toFixed(2), order: (c) => c.conf },
  { id: "quote", name: "Quote", text: (c) => `“${oneLine(quoteOf(c.ev[0]))}”` },
];

// A cell shows the first lines; the pane beside the table has the rest.
const cell = (text) => h("div", { class: "clamp", title: text.length > 60 ? text : null }, text);

const CHUNK = 150;
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const tableClaims = () => {
  const found = claims.filter((c) => shown.claims[c.index] && (shown.matchSet === null || shown.matches === null || shown.matchSet.has(c.index)));
  const column = columns.find((c) => c.id === state.sort?.column);
  if (!column) return found;
  const key = new Map(found.map((c) => [c, (column.order ?? column.text)(c)]));
  const compare = (a, b) => {
    const [x, y] = [key.get(a), key.get(b)];
    if ((x === "") !== (y === "")) return x === "" ? 1 : -1; // unknown last, whichever way
    const order = typeof x === "number" ? x - y : collator.compare(x, y);
    return (state.sort.down ? -order : order) || a.index - b.index;
  };
  return found.sort(compare);
};

const sortBy = (column) => {
  const again = state.sort?.column === column;
  const sort = again && state.sort.down ? null : { column, down: again };
  change({ sort }, { table: true });
};

const heading = ({ id, name }) => {
  const sorted = state.sort?.column === id;
  return h(
    "th",
    { scope: "col", "aria-sort": sorted ? (state.sort.down ? "descending" : "ascending") : "none", class: `col-${id}` },
    h("button", { type: "button", data: { sort: id }, onclick: () => sortBy(id) }, name, h("span", { class: "arrow", "aria-hidden": "true" }, sorted ? (state.sort.down ? "↓" : "↑") : "↕"))
  );
};

const tableRow = (claim, list) =>
  h(
    "tr",
    { data: { claim: claim.index }, class: state.select?.type === "claim" && state.select.index === claim.index ? "chosen" : null, onclick: () => select("claim", claim.index, list) },
    columns.map((column, k) =>
      k === 0
        ? h("th", { scope: "row" }, h("button", { type: "button", class: "plain", "aria-label": `${claim.words}. Show the evidence.` }, cell(column.text(claim))))
        : h("td", { class: `col-${column.id}`, data: { column: column.name } }, column.id === "status" ? statusChip(claim) : cell(column.text(claim)), column.id === "status" ? conflictChip(claim) : null)
    )
  );

const makeTable = (found, limit) => {
  const list = found.map((c) => c.index);
  const focused = document.activeElement?.dataset?.sort;
  const body = h("tbody", null, found.slice(0, limit).map((c) => tableRow(c, list)));
  const table = h(
    "table",
    null,
    h("caption", null, `${plural(found.length, "claim")}${found.length < claims.length ? ` of ${claims.length.toLocaleString("en")}` : ""}`),
    h("thead", null, h("tr", null, columns.map(heading))),
    body
  );
  let at = limit;
  const rest = h("button", { type: "button", class: "more", onclick: () => {
    body.append(...found.slice(at, at + CHUNK).map((c) => tableRow(c, list)));
    at += CHUNK;
    rest.hidden = at >= found.length;
  } }, "Show more claims");
  rest.hidden = at >= found.length;
  return { table, rest, focused };
};

const showTable = () => {
  const found = tableClaims();
  if (!found.length) {
    tableBox.replaceChildren(nothing());
    return;
  }
  const { table, rest, focused } = makeTable(found, CHUNK);
  tableBox.replaceChildren(h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Claims" }, table, rest));
  if (focused) tableBox.querySelector(`[data-sort="${focused}"]`)?.focus();
};

const markRow = () => {
  for (const line of tableBox.querySelectorAll("tr[data-claim]")) {
    line.classList.toggle("chosen", state.select?.type === "claim" && Number(line.dataset.claim) === state.select.index);
  }
};

const nothing = () =>
  h(
    "div",
    { class: "nothing" },
    h("p", { class: "big" }, claims.length ? (state.query ? "No claim matches." : "No claim passes these filters.") : "There are no claims here yet."),
    claims.length
      ? h("button", { type: "button", onclick: resetFilters }, "Reset filters and search")
      : h("p", null, "Load an article first: ", h("code", null, "kg load ARTICLE.txt"))
  );
