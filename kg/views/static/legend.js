// Filters and legend in one: each row shows a sign, says what it means and how often it occurs, and hides it.

const legend = byId("legend");

const CLASS_LABELS = new Map(page.classes.map((c) => [c.name, c.plural]));

const LINE_LABELS = {
  actual: "actual",
  estimate: "estimate",
  forecast: "forecast",
  target: "target or plan",
  unknown: "status unknown",
  denied: "denied",
  says: "who says a figure",
};

const FEW = 6;

const toggle = (name, value, on) => {
  const hidden = new Set(state.hidden[name]);
  if (on) hidden.delete(value);
  else hidden.add(value);
  change({ hidden: { ...state.hidden, [name]: hidden } }, { filters: true });
};

// Shows one value only; where it is the only one already, all again.
const only = (name, value) => {
  const all = facets[name].values();
  const others = new Set(all.filter((v) => v !== value));
  const next = same(others, state.hidden[name]) ? facets[name].standard() : others;
  change({ hidden: { ...state.hidden, [name]: next } }, { filters: true });
};

const row = (name, value, sign, label, count) => {
  const on = !state.hidden[name].has(value);
  const box = h("input", { type: "checkbox", onchange: (event) => toggle(name, value, event.target.checked), data: { facet: name, value } });
  box.checked = on;
  return h(
    "div",
    { class: `row${on ? "" : " off"}` },
    h("label", null, box, sign, h("span", { class: "row-name", title: label }, label), h("span", { class: "count" }, count ?? 0)),
    h("button", { type: "button", class: "only", "aria-label": `Only ${label}`, onclick: () => only(name, value), data: { only: value } }, "only")
  );
};

const group = (title, ...children) => h("fieldset", null, h("legend", null, title), ...children);

const open = new Set(); // groups of which all rows are shown

const rows = (name, entries) => {
  const counts = facetCounts(name);
  const all = entries.map(([value, sign, label]) => row(name, value, sign, label, counts.get(value)));
  if (all.length <= FEW + 2 || open.has(name) || name === "class" || name === "line") return all;
  const button = h(
    "button",
    { type: "button", class: "more", onclick: () => { open.add(name); showLegend(); } },
    `${all.length - FEW} more`
  );
  return [...all.slice(0, FEW), button];
};

const showLegend = () => {
  const focused = document.activeElement?.dataset ?? {};
  const where = focused.facet ? `[data-facet="${focused.facet}"]` : null;
  legend.replaceChildren(...[
    h("div", { class: "reset" }, h("button", { type: "button", id: "reset", onclick: resetFilters, hidden: !isFiltered() && !state.query }, "Reset all filters")),
    group("Nodes", rows("class", page.classes.map((c) => [c.name, symbol(c.name), c.plural]))),
    group("Lines", rows("line", facets.line.values().map((v) => [v, stroke(v), LINE_LABELS[v]]))),
    group("Sources", rows("source", articles.map((a) => [a.id.slice(0, 10), null, a.title]))),
    people.length > 1 || people[0]?.[0] !== NOBODY ? group("Attributed to", rows("by", people.map(([name]) => [name, null, name || "nobody by name"]))) : null,
    allYears.length ? group("Period", periodRow()) : null,
    group("Confidence", sureRow()),
    group("How to read it", reading()),
  ].filter(Boolean));
  if (where) [...legend.querySelectorAll(where)].find((e) => e.dataset.value === focused.value)?.focus();
};

const yearSelect = (name, label, chosen, allowed) => {
  const field = h(
    "select",
    { id: `year-${name}`, "aria-label": label, onchange: (e) => change({ [name]: e.target.value === "" ? null : Number(e.target.value) }, { filters: true }) },
    h("option", { value: "" }, name === "from" ? "any year" : "any year"),
    allYears.filter(allowed).map((y) => h("option", { value: y }, y))
  );
  field.value = chosen === null ? "" : String(chosen);
  return field;
};

const periodRow = () =>
  h(
    "div",
    { class: "period" },
    yearSelect("from", "From year", state.from, (y) => state.to === null || y <= state.to),
    h("span", null, "to"),
    yearSelect("to", "To year", state.to, (y) => state.from === null || y >= state.from)
  );

const sureRow = () => {
  const low = Math.floor(page.confidence * 20) / 20;
  const shownValue = h("output", null, `at least ${Math.max(state.sure, low).toFixed(2)}`);
  const slider = h("input", {
    type: "range", id: "sure", min: low, max: 1, step: 0.05, "aria-label": "Least confidence",
    oninput: (e) => { shownValue.textContent = `at least ${Number(e.target.value).toFixed(2)}`; },
    onchange: (e) => change({ sure: Number(e.target.value) }, { filters: true }),
  });
  slider.value = String(Math.max(state.sure, low));
  return h("div", { class: "sure" }, slider, shownValue);
};

const reading = () => {
  const dot = (r) => s("circle", { cx: 0, cy: 0, r, class: "dot" });
  const at = (x, ...children) => s("g", { transform: `translate(${x} 10)` }, children);
  const picture = (...children) => s("svg", { viewBox: "0 0 44 20", width: 44, height: 20, "aria-hidden": "true", focusable: "false" }, children);
  const badge = (text, kind) => picture(at(18, dot(8)), s("g", { transform: "translate(25 5)" }, s("circle", { r: 5.5, class: kind }), s("text", { y: text === "“" ? 6 : 3.2, class: `${kind} on` }, text)));
  return h(
    "ul",
    { class: "reading" },
    h("li", null, picture(at(8, dot(4)), at(28, dot(9))), "larger: more claims"),
    h("li", null, picture(s("path", { class: "thin", d: "M3 6h38" }), s("path", { class: "thick", d: "M3 14h38" })), "thicker: more sources"),
    h("li", null, picture(s("path", { class: "thin", d: "M3 10h38" }), s("rect", { class: "tag", x: 14, y: 3, width: 16, height: 14, rx: 7 }), s("text", { x: 22, y: 13.5, class: "tag on" }, "2")), "several claims on one line"),
    claims.some((c) => c.kind === "statement") ? h("li", null, badge("“", "quote"), "is quoted") : null,
    claims.some((c) => c.conflicts.length) ? h("li", null, badge("≠", "conflict"), "others say otherwise") : null
  );
};
