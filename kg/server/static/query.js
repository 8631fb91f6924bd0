"use strict";
// Runs the query in place, completes words of the vocabulary, draws graphs; without it the form posts and shows the file.
{
  const form = document.getElementById("ask"), text = document.getElementById("text"), words = document.getElementById("words");
  const state = document.getElementById("state"), answer = document.getElementById("answer");
  const vocabulary = JSON.parse(document.getElementById("vocabulary").textContent);
  const known = [...vocabulary.properties, ...vocabulary.classes, ...Object.keys(vocabulary.metrics), ...Object.keys(vocabulary.prefixes).map((p) => p + ":")];
  const BASE = "https://w3id.org/kg-receipts/";
  const element = (name, content, parent) => {
    const node = document.createElement(name);
    if (content !== undefined) node.textContent = content;
    if (parent) parent.append(node);
    return node;
  };
  const shorten = (iri) => {
    const fits = Object.entries(vocabulary.prefixes).filter(([, ns]) => iri.startsWith(ns)).sort((a, b) => b[1].length - a[1].length)[0];
    return fits ? `${fits[0]}:${iri.slice(fits[1].length)}` : iri;
  };
  const show = (term, cell) => {
    if (!term) return;
    if (term.type !== "uri") { cell.textContent = term.value ?? JSON.stringify(term); return; }
    const own = /^https:\/\/w3id\.org\/kg-receipts\/(claim|entity|article|observation|quotation)\/([^#?]+)$/.exec(term.value);
    const short = shorten(term.value);
    if (!own) { cell.textContent = short; return; }
    const link = element("a", own[1] === "claim" ? own[2].slice(0, 10) : short, cell);
    const kind = own[1] === "observation" || own[1] === "quotation" ? "claim" : own[1];
    link.href = `/${kind}/${encodeURIComponent(decodeURIComponent(own[2]))}`;
    link.title = term.value;
  };
  const rows = (found) => {
    const table = element("table", undefined, answer), head = element("tr", undefined, element("thead", undefined, table));
    found.head.vars.forEach((v) => element("th", v, head));
    const body = element("tbody", undefined, table);
    for (const row of found.results.bindings.slice(0, 2000)) {
      const line = element("tr", undefined, body);
      found.head.vars.forEach((v) => show(row[v], element("td", undefined, line)));
    }
    const n = found.results.bindings.length;
    return `${n.toLocaleString("en")} row${n === 1 ? "" : "s"}${n > 2000 ? ", the first 2,000 shown; take CSV for all" : ""}`;
  };
  const graph = (nt) => {
    const nodes = new Map(), edges = [];
    const lines = nt.split("\n").filter((l) => l.trim());
    for (const line of lines.slice(0, 400)) {
      const m = /^(\S+) <([^>]*)> (.*) \.$/.exec(line);
      if (!m) continue;
      const ends = [m[1], m[3]].map((e) => { const v = /^<(.*)>$/.exec(e); const label = v ? shorten(v[1]) : e.replace(/^"((?:[^"\\]|\\.)*)".*$/, "$1"); nodes.set(e, { id: e, label: label.slice(0, 60), shape: v ? "dot" : "box", size: 9 }); return e; });
      edges.push({ from: ends[0], to: ends[1], label: shorten(m[2]), arrows: "to" });
    }
    const place = element("div", undefined, answer);
    place.className = "picture";
    const ink = getComputedStyle(document.body).color;
    if (nodes.size) new vis.Network(place, { nodes: [...nodes.values()], edges }, { nodes: { font: { color: ink } }, edges: { font: { color: ink, strokeWidth: 0, size: 10 } } });
    element("pre", nt.slice(0, 200000), answer);
    return `${lines.length} triples${lines.length > 400 ? ", the first 400 drawn" : ""}`;
  };
  const run = async () => {
    state.textContent = "asking …";
    answer.replaceChildren();
    const began = performance.now();
    try {
      const reply = await fetch("/sparql", {
        method: "POST", body: new URLSearchParams({ query: text.value }),
        headers: { Accept: "application/sparql-results+json, application/n-triples;q=0.9" },
      });
      const kind = reply.headers.get("content-type") ?? "";
      const body = await reply.text();
      if (!reply.ok) {
        const said = JSON.parse(body);
        state.textContent = said.error;
        if (said.excerpt) element("pre", said.excerpt, answer);
        return;
      }
      const found = kind.includes("json") ? JSON.parse(body) : null;
      const told = !found ? graph(body) : "boolean" in found ? (element("p", found.boolean ? "yes" : "no", answer), "answered") : rows(found);
      state.textContent = `${told}, ${((performance.now() - began) / 1000).toFixed(2)} s`;
      history.replaceState(null, "", `/query?${new URLSearchParams({ query: text.value })}`.slice(0, 8000));
    } catch (error) { state.textContent = `The server could not be asked: ${error.message}`; }
  };
  form.addEventListener("submit", (event) => {
    if (form.elements.format.value !== "json") return;
    event.preventDefault();
    run();
  });
  const complete = () => {
    const before = text.value.slice(0, text.selectionStart), part = /[\w-]*:?[\w-]*$/.exec(before)[0];
    const fits = known.filter((k) => k.toLowerCase().includes(part.toLowerCase())).slice(0, 40);
    words.replaceChildren(...fits.map((k) => {
      const item = document.createElement("li"), button = element("button", k, item);
      button.type = "button";
      button.addEventListener("click", () => {
        text.setRangeText(k + (k.endsWith(":") ? "" : " "), text.selectionStart - part.length, text.selectionStart, "end");
        words.hidden = true;
        text.focus();
      });
      return item;
    }));
    words.hidden = fits.length === 0;
    if (fits.length) words.querySelector("button").focus();
  };
  text.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") { event.preventDefault(); run(); }
    if (event.ctrlKey && event.code === "Space") { event.preventDefault(); complete(); }
  });
  words.addEventListener("keydown", (event) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (step) { event.preventDefault(); event.target.parentElement[step]?.querySelector("button").focus(); }
    if (event.key === "Escape") { words.hidden = true; text.focus(); }
  });
}
