"use strict";
// The editor of queries is YASGUI, with the words of the ontology and without its ways to other servers. Where it
// does not run, the form below it does, and shows the answer as a file.
{
  const form = document.getElementById("ask"), place = document.getElementById("editor");
  const known = JSON.parse(document.getElementById("vocabulary").textContent);
  const own = /^https:\/\/w3id\.org\/kg-receipts\/(claim|entity|article|observation|quotation|version)\/([^#?/]+)$/;
  const DRAWN = 400, STRING = "http://www.w3.org/2001/XMLSchema#string";
  const { Yasqe, Yasr } = window;
  const expand = (name) => { const [prefix, local] = name.split(/:(.*)/); return known.prefixes[prefix] + local; };
  const spelled = Object.entries(known.prefixes).sort((a, b) => b[1].length - a[1].length);
  const BASE = "https://w3id.org/kg-receipts/";
  const shorten = (iri) => {
    const fits = spelled.find(([, space]) => iri.startsWith(space));
    return fits ? `${fits[0]}:${iri.slice(fits[1].length)}` : iri.startsWith(BASE) ? iri.slice(BASE.length) : iri;
  };
  const element = (name, content, parent, css) => {
    const node = document.createElement(name);
    if (content) node.textContent = content;
    if (css) node.className = css;
    if (parent) parent.append(node);
    return node;
  };

  // ---------------------------------------------------------------- completion
  const classes = known.classes.map(expand), properties = [...known.properties, ...Object.keys(known.metrics)].map(expand);
  const completer = (from, name, words) => ({
    ...Yasqe.Autocompleters[from], name, bulk: false, autoShow: true, persistenceId: null,
    get: (_editor, token) => { const typed = (token?.autocompletionString ?? "").toLowerCase(); return words.filter((w) => w.toLowerCase().includes(typed)); },
  });
  const prefixes = spelled.map(([prefix, space]) => `${prefix}: <${space}>`).sort();
  const ours = [
    Yasqe.Autocompleters.variables,
    { ...completer("prefixes", "known-prefixes", prefixes), bulk: true, get: prefixes },
    completer("property", "known-properties", properties),
    completer("class", "known-classes", classes),
  ];
  for (const name of Object.keys(Yasqe.Autocompleters)) delete Yasqe.Autocompleters[name];
  Yasqe.defaults.autocompleters.length = 0;
  ours.forEach((c) => Yasqe.registerAutocompleter(c));

  // ---------------------------------------------------------------- answers
  const linkOf = (iri) => {
    const found = own.exec(iri);
    if (!found) return iri.startsWith(known.prefixes.kg) ? `/ontology#${encodeURIComponent(iri.slice(known.prefixes.kg.length))}` : "";
    const kind = { observation: "claim", quotation: "claim" }[found[1]] ?? found[1];
    return kind === "version" ? "" : `/${kind}/${encodeURIComponent(decodeURIComponent(found[2]))}`;
  };
  class Rows extends Yasr.plugins.table {
    helpReference = "";
    getRows() {
      const all = this.yasr.results; // YASGUI takes {{words}} in literals for templates: the answer itself is read
      const found = all?.getType() === "json" ? JSON.parse(all.getOriginalResponseAsString()) : all?.getAsJson();
      return (found?.results?.bindings ?? []).map((row, n) => [n + 1, ...found.head.vars.map((v) => row[v] ?? "")]);
    }
    getColumns() { // what is sorted and searched is text: YASGUI would parse it as a page, though an inert one
      const prefixes = this.yasr.getPrefixes();
      const render = (term, type) => (term === "" ? "" : type === "display" ? this.getCellContent(term, prefixes) : element("i", term.value).innerHTML);
      return super.getColumns().map((column, n) => (n ? { ...column, title: element("i", column.name).innerHTML, render } : column));
    }
    getUriLinkFromBinding(term) {
      const link = linkOf(term.value), node = element(link ? "a" : "span", "", null, "iri");
      const [, kind, ident] = own.exec(term.value) ?? [];
      node.textContent = kind === "claim" ? ident.slice(0, 10) : shorten(term.value);
      node.title = term.value;
      if (link) node.href = link;
      return node.outerHTML;
    }
    formatLiteral(term, prefixes) {
      return super.formatLiteral(term.datatype === STRING ? { ...term, datatype: undefined } : term, prefixes);
    }
  }
  const cut = (words) => (words.length > 30 ? `${words.slice(0, 28)}…` : words);
  class Drawing {
    label = "Graph";
    priority = 11;
    constructor(yasr) { this.yasr = yasr; }
    canHandleResults() { return Boolean(this.yasr.results?.getStatements()?.length); }
    getIcon() {
      const space = "http://www.w3.org/2000/svg", icon = document.createElementNS(space, "svg"), path = document.createElementNS(space, "path");
      icon.setAttribute("viewBox", "0 0 16 16");
      path.setAttribute("d", "M3 3h3v3h-3zM10 10h3v3h-3zM6 6l4 4");
      icon.append(path);
      icon.classList.add("drawing");
      return icon;
    }
    draw() {
      const all = this.yasr.results.getStatements(), style = getComputedStyle(document.body), nodes = new Map();
      const end = (term) => {
        const id = `${term.termType} ${term.value}`, literal = term.termType === "Literal";
        if (!nodes.has(id)) nodes.set(id, { id, iri: term.value, label: cut(literal ? term.value : shorten(term.value)), shape: literal ? "box" : "dot", size: 9 });
        return id;
      };
      const edges = all.slice(0, DRAWN).map((q) => ({ from: end(q.subject), to: end(q.object), label: shorten(q.predicate.value), arrows: "to" }));
      if (all.length > DRAWN) element("p", `The first ${DRAWN} of ${all.length.toLocaleString("en")} triples are drawn; Response holds all.`, this.yasr.resultsEl, "quiet");
      const canvas = element("div", "", this.yasr.resultsEl, "picture"), soft = style.getPropertyValue("--soft").trim(), paper = style.getPropertyValue("--paper").trim();
      this.network = new vis.Network(canvas, { nodes: [...nodes.values()], edges }, {
        layout: { improvedLayout: false, randomSeed: 1 },
        nodes: { font: { color: style.color }, color: { background: paper, border: style.getPropertyValue("--accent").trim() } },
        edges: { color: soft, font: { color: soft, strokeWidth: 3, strokeColor: paper, size: 11 } },
        physics: { solver: "forceAtlas2Based", forceAtlas2Based: { springLength: 110, avoidOverlap: 0.5 }, stabilization: { iterations: 200 } },
      });
      this.network.on("doubleClick", (event) => { const link = linkOf(nodes.get(event.nodes[0])?.iri ?? ""); if (link) location.href = link; });
    }
    destroy() { this.network?.destroy(); }
  }
  Yasr.registerPlugin("table", Rows);
  Yasr.registerPlugin("graph", Drawing);
  Object.assign(Yasr.defaults, { defaultPlugin: "graph", pluginOrder: ["table", "graph", "response"] });
  const explain = async (error) => {
    try {
      const said = JSON.parse(error.text), box = element("div");
      element("p", said.error, box);
      if (said.excerpt) element("pre", said.excerpt, box);
      return box;
    } catch { return undefined; }
  };

  Yasr.defaults.errorRenderers = [explain];

  // ---------------------------------------------------------------- the editor
  const text = document.getElementById("text").value;
  const declare = (editor) => { // the server knows these prefixes, other tools may not
    const there = editor.getPrefixesFromQuery(), used = new Set([...editor.getValue().matchAll(/(?<![\w<:#"'])([a-z]+):(?!\/\/)/g)].map((m) => m[1]));
    const missing = Object.fromEntries(Object.entries(known.prefixes).filter(([p]) => used.has(p) && !(p in there)));
    if (Object.keys(missing).length) editor.addPrefixes(missing);
  };
  const yasgui = new Yasgui(place, {
    persistenceId: null, populateFromUrl: false, autofocus: false, corsProxy: undefined,
    requestConfig: { endpoint: `${location.origin}/sparql`, method: "POST" },
    endpointCatalogueOptions: { getData: () => [], keys: [], renderItem: () => {} },
    yasqe: { value: text, createShareableLink: (editor) => addressOf(editor.getValue()), pluginButtons: undefined },
    yasr: { prefixes: known.prefixes },
  });
  const addressOf = (query) => `${location.origin}/query?${new URLSearchParams({ query })}`;
  const tab = yasgui.getTab();
  tab.setQuery(text);
  declare(tab.getYasqe());
  yasgui.on("query", (_gui, asked) => { const link = addressOf(asked.getQuery()); if (link.length < 8000) history.replaceState(null, "", link); });
  form.hidden = true;
  document.body.classList.add("with-editor");
}
