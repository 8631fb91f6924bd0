// Puts the parts together: what changes when, the keys, the tabs, the theme.

const countsLine = () => {
  const things = nodes.filter((n) => !isArticle(n)).length;
  byId("counts").textContent = `${plural(things, "node")} · ${plural(claims.length, "claim")} · ${plural(articles.length, "article")}`;
};

const showChips = () => {
  const box = byId("chips");
  const parts = [];
  if (state.focus) {
    const { node, depth } = state.focus;
    const step = (n) => isolate(node, Math.min(9, Math.max(1, depth + n)));
    parts.push(
      h(
        "span",
        { class: "crumb" },
        `${nodes[node].label} and ${plural(depth, "step")} around`,
        h("button", { type: "button", "aria-label": "One step fewer", disabled: depth === 1, onclick: () => step(-1) }, "−"),
        h("button", { type: "button", "aria-label": "One step more", onclick: () => step(1) }, "+"),
        h("button", { type: "button", "aria-label": "Show the whole graph", onclick: leaveFocus }, "×")
      )
    );
  }
  if (shown.matches !== null) parts.push(h("span", { class: "crumb" }, `${plural(shown.matches.length, "match", "matches")} for “${state.query.trim()}”`, h("button", { type: "button", "aria-label": "End the search", onclick: () => search("") }, "×")));
  if (shown.count < claims.length) {
    parts.push(h("span", { class: "crumb" }, `${shown.count.toLocaleString("en")} of ${plural(claims.length, "claim")}`, h("button", { type: "button", onclick: resetFilters }, "Reset")));
  }
  box.replaceChildren(...parts);
  const empty = byId("empty");
  empty.hidden = shown.nodes.some(Boolean);
  if (!empty.hidden) empty.replaceChildren(nothing());
};

const leaveFocus = () => {
  change({ focus: null, camera: null }, { filters: true });
  fitAll();
};

const search = (query) => {
  byId("search").value = query;
  const leaving = state.select && query.trim() ? { select: null, trail: [] } : {};
  change({ query, ...leaving }, { query: true, selection: Boolean(leaving.trail) });
};

const announce = () => {
  byId("found").textContent = shown.matches === null ? "" : shown.matches.length ? plural(shown.matches.length, "claim") + " found" : "Nothing found";
};

const showTab = () => {
  const table = state.tab === "table";
  byId("graph").hidden = table;
  giveWay();
  byId("table").hidden = !table;
  for (const [id, on] of [["tab-graph", !table], ["tab-table", table]]) {
    byId(id).setAttribute("aria-selected", String(on));
    byId(id).tabIndex = on ? 0 : -1;
  }
  if (table) showTable();
  else repaint();
};

// With nothing chosen the pane beside the table has little to tell, and the table takes its room.
const giveWay = () => byId("main").classList.toggle("wide", state.tab === "table" && !state.select && shown.matches === null);

const setTab = (tab) => change({ tab }, { tab: true });

const selectedNodes = () => {
  const { select: chosen } = state;
  if (!chosen) return [];
  if (chosen.type === "thing") return [chosen.index];
  if (chosen.type === "edge") return [edges[chosen.index].from, edges[chosen.index].to];
  if (chosen.type === "article") return [...lit.nodes];
  return [claims[chosen.index].s, claims[chosen.index].o].filter((n) => n !== undefined);
};

onChange((what) => {
  if (what.filters) applyFilters();
  else if (what.query) applySearch();
  if (what.filters || what.query || what.selection) {
    applySelection();
    showDetail();
    showChips();
    announce();
  }
  if (what.filters) showLegend();
  else if (what.query) byId("reset").hidden = !isFiltered() && !state.query;
  if (what.selection || what.query) giveWay();
  if (what.tab) showTab();
  else if (state.tab === "table" && (what.filters || what.query || what.table)) showTable();
  else if (state.tab === "table" && what.selection) markRow();
  if (state.tab === "graph" && (what.filters || what.query || what.selection)) {
    if (what.selection) bringIntoView(selectedNodes());
    repaint();
  }
});

const setTheme = (theme) => {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  readColours();
  showLegend();
  showDetail();
  repaint();
  saveFragment();
};

// ---------------------------------------------------------------- keys

const typing = (target) => target instanceof HTMLElement && (target.matches("input:not([type=checkbox]), select, textarea") || target.isContentEditable);

const escape = () => {
  if (byId("help").open) return byId("help").close();
  if (document.activeElement === byId("search")) {
    byId("search").blur();
    if (state.query) search("");
    return;
  }
  if (state.select) return state.trail.length ? back() : clearSelection();
  if (state.query) return search("");
  if (state.focus) return leaveFocus();
};

const keys = {
  "/": () => { byId("search").focus(); byId("search").select(); },
  f: () => { setTab("graph"); fitAll(); },
  t: () => setTab(state.tab === "graph" ? "table" : "graph"),
  d: () => setTheme(isDark() ? "light" : "dark"),
  "?": () => showHelp(),
  "+": () => zoomBy(1.4),
  "=": () => zoomBy(1.4),
  "-": () => zoomBy(1 / 1.4),
  ArrowRight: () => walk(1),
  ArrowLeft: () => walk(-1),
  ArrowDown: () => walk(1),
  ArrowUp: () => walk(-1),
  i: () => { if (state.select?.type === "thing") isolate(state.select.index); },
  c: () => byId("copy-citation")?.click(),
};

const KEY_HELP = [
  ["/", "search names, aliases and quotes"],
  ["← →", "walk through the claims"],
  ["Esc", "back: one step, then the search, then the neighbourhood"],
  ["f", "show everything"],
  ["i", "only the neighbours of the chosen node; so does a double click"],
  ["+ −", "closer, further away"],
  ["c", "copy the citation of the claim"],
  ["t", "graph or table"],
  ["d", "light or dark"],
];

const showHelp = () => {
  const box = byId("help");
  box.replaceChildren(
    h("h2", { id: "help-title" }, "Keys and signs"),
    h("p", null, "Every node and every line is something an article says. Choose one, and the pane beside it shows the sentence, who said it and where it stands."),
    h("dl", { class: "keys" }, KEY_HELP.map(([key, text]) => [h("dt", null, key.split(" ").map((k) => h("kbd", null, k))), h("dd", null, text)])),
    h("p", { class: "quiet" }, "A drag on the ground moves the picture, a drag on a node moves the node, the wheel zooms. The address of the page holds what you chose, so a copied link shows the same picture."),
    h("form", { method: "dialog" }, h("button", { class: "main" }, "Close"))
  );
  box.showModal();
};

const onKey = (event) => {
  if (event.key === "Escape") {
    event.preventDefault();
    return escape();
  }
  if (byId("help").open || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target;
  if (field === byId("search")) {
    if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      runSearch();
      if (shown.matches?.length || shown.named?.length) (state.tab === "table" ? tableBox.querySelector("tbody button") : pane.querySelector(".rank, .card"))?.focus();
    }
    return;
  }
  if (typing(field) || (field.role === "tab" && event.key.startsWith("Arrow"))) return;
  const scrolls = ["ArrowUp", "ArrowDown"].includes(event.key) && field.closest?.(".pane, .scroll");
  const action = keys[event.key];
  if (action && !scrolls) {
    event.preventDefault();
    action();
  }
};

let searching = 0;

const runSearch = () => {
  clearTimeout(searching);
  const query = byId("search").value.slice(0, 200);
  if (query !== state.query) search(query);
};

// ---------------------------------------------------------------- start

const listen = () => {
  document.addEventListener("keydown", onKey);
  byId("search").addEventListener("input", () => {
    clearTimeout(searching);
    searching = setTimeout(runSearch, 140);
  });
  byId("tab-graph").addEventListener("click", () => setTab("graph"));
  byId("tab-table").addEventListener("click", () => setTab("table"));
  document.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
    if (!event.key.startsWith("Arrow")) return;
    setTab(state.tab === "graph" ? "table" : "graph");
    byId(`tab-${state.tab}`).focus();
  });
  byId("copy-link").addEventListener("click", () => copy(linkTo(), "Link copied"));
  byId("theme").addEventListener("click", () => setTheme(isDark() ? "light" : "dark"));
  byId("keys").addEventListener("click", showHelp);
  byId("zoom-in").addEventListener("click", () => zoomBy(1.4));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.4));
  byId("fit").addEventListener("click", () => fitAll());
  byId("png").addEventListener("click", savePicture);
  byId("json").addEventListener("click", saveClaims);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTheme(document.documentElement.dataset.theme));
  addEventListener("beforeprint", preparePrint);
  addEventListener("afterprint", () => byId("print").replaceChildren());
  addEventListener("hashchange", restore);
};

// Shows what the address says; a link that was followed may differ from what is on the page in every respect.
const restore = () => {
  readFragment(location.hash);
  byId("search").value = state.query;
  readColours();
  applyFilters();
  applySelection();
  showLegend();
  showDetail();
  showChips();
  showTab();
  if (!network) return;
  const { camera } = state;
  fitAll(false);
  if (camera) {
    state.camera = camera;
    restoreCamera();
  } else bringIntoView(selectedNodes());
  repaint();
};

const start = () => {
  countsLine();
  listen();
  if (matchMedia("(max-width: 60rem)").matches) byId("filters").open = false;
  restore();
  if (nodes.length) {
    startCanvas();
    restore();
  }
  byId("loading").remove();
  document.documentElement.dataset.ready = "true";
};

// For tests and for those who look into the page: where things are painted, and what is chosen.
window.kgView = {
  labels: () => painted.labels.map(({ node, side, box }) => ({ index: node.index, label: node.label, side, box })),
  marks: () => painted.marks.map(({ node, x, y, r, faint }) => ({ index: node.index, x, y, r, faint })),
  lines: () => painted.lines.map(({ edge, x0, y0, x1, y1, faint, status, width }) => ({ index: edge.index, x0, y0, x1, y1, faint, status, width })),
  counts: () => ({ claims: shown.count, nodes: shown.nodes.filter(Boolean).length, edges: shown.edges.filter(Boolean).length }),
  select,
};

start();
