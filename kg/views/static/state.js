// What the reader chose, kept in the address after the #, so that a link shows the same picture again.

const blank = () => ({
  tab: "graph",
  select: null, // {type: "thing" | "claim" | "edge" | "article", index, list?}
  trail: [], // what was selected before, for the way back
  hidden: { class: new Set(signs.has("Article") ? ["Article"] : []), line: new Set(), source: new Set(), by: new Set() },
  from: null,
  to: null,
  sure: page.confidence,
  query: "",
  focus: null, // {node, depth}: only what is that near
  camera: null, // {x, y, zoom} in places before stretching; null: everything in view
  sort: null, // {column, down} of the table
});

const state = blank();
const listeners = [];
const onChange = (listener) => listeners.push(listener);

const NOBODY = ""; // who says so, where nobody is named

const people = (() => {
  const count = new Map();
  for (const claim of claims) for (const name of claim.by.length ? claim.by : [NOBODY]) count.set(name, (count.get(name) ?? 0) + 1);
  return [...count].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
})();

const allYears = [...new Set(claims.flatMap((c) => c.years ?? []))].sort((a, b) => a - b);

const facets = {
  class: { values: () => page.classes.map((c) => c.name), standard: () => blank().hidden.class },
  line: { values: () => [...page.statuses, ...(edges.some((e) => e.kind === "says") ? ["says"] : [])], standard: () => new Set() },
  source: { values: () => articles.map((a) => a.id.slice(0, 10)), standard: () => new Set() },
  by: { values: () => people.map(([name]) => name), standard: () => new Set() },
};

const same = (a, b) => a.size === b.size && [...a].every((v) => b.has(v));

// The values that are hidden, or those that are shown if these are fewer; a value that holds a comma is encoded.
const writeSet = (name) => {
  const hidden = state.hidden[name];
  if (same(hidden, facets[name].standard())) return null;
  const shown = facets[name].values().filter((v) => !hidden.has(v));
  const spell = (values) => values.map((v) => encodeURIComponent(v) || "-nobody-").join(",");
  return shown.length < hidden.size ? spell(shown) || "-none-" : "!" + spell([...hidden]);
};

const readSet = (name, text) => {
  const parse = (list) => list.split(",").map((v) => (v === "-nobody-" ? NOBODY : decode(v)));
  const values = facets[name].values();
  if (text.startsWith("!")) return new Set(parse(text.slice(1)).filter((v) => values.includes(v)));
  const shown = text === "-none-" ? [] : parse(text);
  return new Set(values.filter((v) => !shown.includes(v)));
};

const decode = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const writeFragment = () => {
  const out = new URLSearchParams();
  if (state.tab !== "graph") out.set("tab", state.tab);
  const { select } = state;
  if (select?.type === "thing") out.set("thing", nodes[select.index].id);
  if (select?.type === "claim") out.set("claim", claims[select.index].id.slice(0, 12));
  if (select?.type === "edge") out.set("line", [edges[select.index].from, edges[select.index].to].map((n) => nodes[n].id).join(" "));
  if (select?.type === "article") out.set("article", articles[select.index].id.slice(0, 12));
  for (const name of Object.keys(facets)) {
    const text = writeSet(name);
    if (text !== null) out.set(name, text);
  }
  if (state.from !== null) out.set("from", state.from);
  if (state.to !== null) out.set("to", state.to);
  if (state.sure > page.confidence) out.set("sure", state.sure);
  if (state.query) out.set("q", state.query);
  if (state.focus) out.set("near", `${state.focus.depth} ${nodes[state.focus.node].id}`);
  if (state.camera) out.set("at", [state.camera.x, state.camera.y].map(Math.round).concat(state.camera.zoom.toFixed(2)).join(" "));
  if (state.sort) out.set("sort", `${state.sort.down ? "-" : ""}${state.sort.column}`);
  if (document.documentElement.dataset.theme) out.set("theme", document.documentElement.dataset.theme);
  return out.toString();
};

const number = (text, otherwise) => {
  const value = text === null || text.trim() === "" ? NaN : Number(text);
  return Number.isFinite(value) ? value : otherwise;
};

const readFragment = (fragment) => {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  Object.assign(state, blank());
  if (given.get("tab") === "table") state.tab = "table";
  state.select = readSelection(given);
  for (const name of Object.keys(facets)) if (given.has(name)) state.hidden[name] = readSet(name, given.get(name));
  state.from = number(given.get("from"), null);
  state.to = number(given.get("to"), null);
  state.sure = Math.min(1, Math.max(page.confidence, number(given.get("sure"), page.confidence)));
  state.query = (given.get("q") ?? "").slice(0, 200);
  const near = (given.get("near") ?? "").match(/^([1-9]) (.+)$/s);
  if (near && nodeById.has(near[2])) state.focus = { depth: Number(near[1]), node: nodeById.get(near[2]).index };
  const at = (given.get("at") ?? "").split(" ").map((v) => number(v, null));
  if (at.length === 3 && !at.includes(null) && at[2] > 0) state.camera = { x: at[0], y: at[1], zoom: at[2] };
  const sort = (given.get("sort") ?? "").match(/^(-?)([a-z]+)$/);
  if (sort) state.sort = { column: sort[2], down: sort[1] === "-" };
  const theme = given.get("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
};

const startsWith = (map, head) => (head.length < 6 ? undefined : [...map].find(([id]) => id.startsWith(head))?.[1]);

const readSelection = (given) => {
  const thing = nodeById.get(given.get("thing") ?? "\n");
  if (thing) return { type: "thing", index: thing.index };
  const claim = startsWith(claimById, given.get("claim") ?? "");
  if (claim) return { type: "claim", index: claim.index };
  const article = startsWith(articleById, given.get("article") ?? "");
  if (article) return { type: "article", index: article.index };
  const ends = (given.get("line") ?? "").split(" ").map((id) => nodeById.get(id)?.index);
  const line = edges.find((e) => e.from === ends[0] && e.to === ends[1]);
  return line ? { type: "edge", index: line.index } : null;
};

let writing = 0;

const saveFragment = () => {
  clearTimeout(writing);
  writing = setTimeout(() => {
    const fragment = writeFragment();
    try {
      history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
    } catch {
      // a page in a frame of its own has no history to write
    }
  }, 150);
};

// Changes what the reader chose and shows it; `what` tells listeners which parts of the page differ.
const change = (patch, what = {}) => {
  Object.assign(state, patch);
  for (const listener of listeners) listener(what);
  saveFragment();
};

const sameSelection = (a, b) => a?.type === b?.type && a?.index === b?.index;

// Selects something; `list` are the claims that the arrow keys walk through.
const select = (type, index, list = null) => {
  const next = { type, index, list };
  if (sameSelection(next, state.select)) {
    state.select.list = list ?? state.select.list;
    return;
  }
  const step = state.select?.type === "claim" && type === "claim" && list && list === state.select.list;
  const trail = step || !state.select ? state.trail : [...state.trail, state.select].slice(-30);
  change({ select: next, trail }, { selection: true });
};

const back = () => {
  const trail = [...state.trail];
  const previous = trail.pop() ?? null;
  change({ select: previous, trail }, { selection: true });
};

const clearSelection = () => {
  if (state.select) change({ select: null, trail: [] }, { selection: true });
};

const isFiltered = () =>
  Object.keys(facets).some((name) => !same(state.hidden[name], facets[name].standard())) ||
  state.from !== null || state.to !== null || state.sure > page.confidence || state.focus !== null;

const resetFilters = () => {
  const { hidden, from, to, sure, focus } = blank();
  change({ hidden, from, to, sure, focus, query: "" }, { filters: true, query: true });
};
