"use strict";
// The explorer: nodes come 25 a click, old ones stay where they are, the address holds what is on the canvas.
{
  const CAP = 400;
  const canvas = document.getElementById("canvas"), detail = document.getElementById("detail"), state = document.getElementById("state");
  const hits = document.getElementById("hits"), legend = document.getElementById("legend");
  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  let steps = [], chosen = null, wayFrom = null;
  const element = (name, content, parent, css) => {
    const node = document.createElement(name);
    if (content !== undefined && content !== null) node.textContent = content;
    if (css) node.className = css;
    if (parent) parent.append(node);
    return node;
  };
  const style = getComputedStyle(document.body);
  const ink = style.color, paper = style.getPropertyValue("--paper").trim(), line = style.getPropertyValue("--line").trim();
  const soft = style.getPropertyValue("--soft").trim(), accent = style.getPropertyValue("--accent").trim(), ahead = style.getPropertyValue("--ahead").trim();
  const colourOf = (group) => {
    const probe = element("i", "", document.body, `t-${group}`);
    const found = getComputedStyle(probe).getPropertyValue("--sign").trim();
    probe.remove();
    return found || soft;
  };
  const network = new vis.Network(canvas, { nodes, edges }, {
    layout: { improvedLayout: false, randomSeed: 1 },
    physics: { solver: "forceAtlas2Based", forceAtlas2Based: { springLength: 130, avoidOverlap: 0.6, gravitationalConstant: -70 }, stabilization: false },
    interaction: { hover: true, keyboard: false },
    nodes: { shape: "dot", size: 12, borderWidth: 2, font: { color: ink, face: "system-ui, sans-serif", size: 14, strokeWidth: 4, strokeColor: style.backgroundColor } },
    edges: { arrows: { to: { enabled: true, scaleFactor: 0.6 } }, color: { color: soft, highlight: accent, opacity: 0.7 }, font: { color: soft, size: 11, strokeWidth: 4, strokeColor: style.backgroundColor }, smooth: { type: "dynamic" } },
  });
  const ask = async (path, fields) => {
    const reply = await fetch(`/${path}.json?${new URLSearchParams(fields)}`);
    const body = await reply.json();
    if (!reply.ok) throw new Error(body.error);
    return body;
  };
  const say = (words) => { state.textContent = words; };
  const guard = (task) => async (...args) => { try { await task(...args); } catch (error) { say(error.message); } };
  const dress = (node, near) => {
    const colour = colourOf(node.group), figure = node.type === "Figure";
    const place = near ? { x: near.x + 90 * Math.cos(nodes.length * 2.4), y: near.y + 90 * Math.sin(nodes.length * 2.4) } : {};
    return {
      id: node.id, label: node.name.length > 34 ? `${node.name.slice(0, 32)}…` : node.name, full: node.name, type: node.type, group2: node.group, ...place,
      shape: figure ? "box" : "dot", color: figure ? { background: paper, border: ahead } : { background: colour, border: colour, highlight: { background: colour, border: accent } },
    };
  };
  const keep = () => {
    const fixed = nodes.get().filter((n) => !String(n.id).startsWith("figure:")).map((n) => n.id);
    const grown = steps.map((s) => s.grow).filter(Boolean), ways = steps.map((s) => s.way).filter(Boolean);
    const fields = new URLSearchParams();
    if (fixed.length) fields.set("nodes", fixed.slice(0, 120).join(","));
    if (grown.length) fields.set("grown", grown.slice(-20).map((g) => g.join("~")).join(","));
    if (ways.length) fields.set("ways", ways.slice(-20).map((w) => w.join("~")).join(","));
    history.replaceState(null, "", `/explore?${fields}`);
    save.querySelector("button").disabled = edges.length === 0;
    document.getElementById("undo").disabled = steps.length === 0;
    const count = new Map();
    nodes.forEach((n) => count.set(n.group2, (count.get(n.group2) ?? 0) + 1));
    legend.replaceChildren(...[...count].sort((a, b) => b[1] - a[1]).map(([group, n]) => {
      const item = document.createElement("li");
      element("i", "", item, `dot t-${group}`);
      element("span", group, item);
      element("span", n, item, "count");
      return item;
    }));
  };
  const save = document.getElementById("save");
  save.addEventListener("submit", (event) => { // an address per claim and comma: what a request may hold
    const claims = [...new Set(edges.get().flatMap((e) => e.claims))].slice(0, 1500);
    const [first] = nodes.get();
    save.elements.claims.value = claims.join(",");
    save.elements.title.value = nodes.length > 1 ? `${first.full} and ${nodes.length - 1} more` : first?.full ?? "";
    if (!claims.length) event.preventDefault();
  });
  const freeze = () => {
    const places = network.getPositions();
    nodes.update(nodes.getIds().map((id) => ({ id, x: places[id]?.x, y: places[id]?.y, fixed: true })));
  };
  const add = (found, grow, near, way) => {
    const fresh = found.nodes.filter((n) => !nodes.get(n.id));
    if (nodes.length + fresh.length > CAP) { say(`The canvas holds ${CAP} things: collapse or hide some, or start a new one with Clear.`); return false; }
    freeze();
    nodes.add(fresh.map((n) => dress(n, near)));
    const lines = found.edges.map((e) => ({
      id: `${e.from} ${e.predicate} ${e.to}`, from: e.from, to: e.to, label: e.predicate === "hasMeasurement" ? "" : e.label, title: e.words, claims: e.claims,
      dashes: ["forecast", "target", "estimate"].includes(e.status),
    })).filter((e) => !edges.get(e.id) && nodes.get(e.from) && nodes.get(e.to));
    edges.add(lines);
    steps.push({ nodes: fresh.map((n) => n.id), edges: lines.map((e) => e.id), grow, way });
    keep();
    setTimeout(() => { freeze(); nodes.update(nodes.getIds().map((id) => ({ id, fixed: nodes.get(id).pinned === true }))); network.stopSimulation(); }, 1800);
    return true;
  };
  const choose = guard(async (id) => {
    chosen = id;
    if (String(id).startsWith("figure:")) { location.href = `/claim/${encodeURIComponent(String(id).slice(7))}`; return; }
    if (wayFrom && wayFrom !== id) { const from = wayFrom; wayFrom = null; add(await ask("path", { from, to: id }), undefined, network.getPositions([from])[from], [from, id]); say("The way is drawn."); }
    show(await ask("node", { id }));
  });
  const show = (found) => {
    const { node } = found;
    detail.replaceChildren();
    const kind = element("p", "", detail, `kind t-${node.group}`);
    element("i", "", kind, "dot");
    kind.append(node.type);
    const link = element("a", node.name, element("h1", undefined, detail));
    link.href = `/entity/${encodeURIComponent(node.id)}`;
    const tools = element("p", undefined, detail, "actions");
    const tool = (label, act) => { const b = element("button", label, tools); b.type = "button"; b.addEventListener("click", guard(act)); };
    tool("Pin", () => nodes.update({ id: node.id, pinned: true, fixed: true }));
    tool("Hide", () => { nodes.remove(node.id); edges.remove(edges.getIds({ filter: (e) => e.from === node.id || e.to === node.id })); keep(); });
    tool("Collapse", () => {
      const ends = edges.get({ filter: (e) => e.from === node.id || e.to === node.id }).map((e) => (e.from === node.id ? e.to : e.from));
      const gone = ends.filter((id) => network.getConnectedEdges(id).length === 1);
      edges.remove(edges.getIds({ filter: (e) => gone.includes(e.from) || gone.includes(e.to) }));
      nodes.remove(gone);
      keep();
    });
    tool("Path to …", () => { wayFrom = node.id; say("Now click the other end."); });
    if (found.relations.length) {
      element("h2", "Expand by relation", detail);
      const list = element("div", undefined, detail, "relations");
      for (const r of found.relations) {
        const button = element("button", `${r.direction === "in" ? "← " : ""}${r.label}${r.direction === "out" ? " →" : ""} ${r.count}`, list);
        button.type = "button";
        let offset = 0;
        button.addEventListener("click", guard(async () => {
          const next = await ask("expand", { id: node.id, predicate: r.predicate, direction: r.direction, offset });
          if (!next.nodes.length) { say("There is no more."); return; }
          if (add(next, [node.id, r.predicate, r.direction, offset], network.getPositions([node.id])[node.id])) {
            offset = next.offset;
            say(`${Math.min(offset, next.total)} of ${next.total}`);
          }
        }));
      }
    }
    element("h2", `${found.claims} claims`, detail);
    const list = element("ul", undefined, detail, "cards");
    for (const row of found.rows) {
      const card = element("li", undefined, list, "card");
      const words = element("a", row.words, element("p", undefined, card, "words"));
      words.href = `/claim/${row.id}`;
      element("blockquote", row.quote, card);
    }
  };
  const open = guard(async (id) => {
    if (!nodes.get(id)) {
      const found = await ask("node", { id });
      add({ nodes: [found.node], edges: [] });
    }
    network.selectNodes([id]);
    await choose(id);
  });
  network.on("click", (event) => {
    if (event.nodes.length) choose(event.nodes[0]);
    else if (event.edges.length) { const claims = edges.get(event.edges[0])?.claims; if (claims?.length) location.href = `/claim/${claims[0]}`; }
  });
  hits.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-id]");
    if (link) { event.preventDefault(); open(link.dataset.id); }
  });
  let waiting = 0;
  document.getElementById("seek-words").addEventListener("input", (event) => {
    clearTimeout(waiting);
    const words = event.target.value.trim();
    waiting = setTimeout(guard(async () => {
      if (words.length < 2) return;
      const found = await ask("search", { q: words });
      hits.replaceChildren(...found.entities.map((e) => {
        const item = document.createElement("li"), link = element("a", undefined, item, `entity t-${e.group}`);
        link.href = `/explore?nodes=${encodeURIComponent(e.id)}`;
        link.dataset.id = e.id;
        element("i", "", link, "dot");
        link.append(e.name);
        element("span", e.claims, item, "count");
        return item;
      }));
      if (!found.entities.length) say("Nothing goes by that name.");
    }), 250);
  });
  document.getElementById("seek").addEventListener("submit", (event) => { event.preventDefault(); hits.querySelector("a[data-id]")?.click(); });
  document.getElementById("fit").addEventListener("click", () => network.fit({ animation: false }));
  document.getElementById("clear").addEventListener("click", () => { nodes.clear(); edges.clear(); steps = []; keep(); });
  document.getElementById("undo").addEventListener("click", () => {
    const last = steps.pop();
    if (last) { edges.remove(last.edges); nodes.remove(last.nodes); }
    keep();
  });
  guard(async () => {
    const asked = new URLSearchParams(location.search);
    const first = (asked.get("nodes") ?? "").split(",").filter(Boolean).slice(0, 120);
    const grown = (asked.get("grown") ?? "").split(",").filter(Boolean).map((g) => g.split("~")).slice(0, 20);
    const had = new Set(first);
    for (const id of grown.length ? first.slice(0, 1) : first.slice(0, 25)) add({ nodes: [(await ask("node", { id })).node], edges: [] });
    for (const [id, predicate, direction, offset] of grown) {
      if (!nodes.get(id)) add({ nodes: [(await ask("node", { id })).node], edges: [] });
      const next = await ask("expand", { id, predicate, direction, offset });
      add(next, [id, predicate, direction, Number(offset)], network.getPositions([id])[id]);
    }
    for (const [from, to] of (asked.get("ways") ?? "").split(",").filter(Boolean).map((w) => w.split("~")).slice(0, 20)) {
      add(await ask("path", { from, to }), undefined, network.getPositions([from])[from], [from, to]);
    }
    if (grown.length) for (const id of nodes.getIds()) if (!had.has(id) && !String(id).startsWith("figure:")) nodes.remove(id);
    if (first.length) await choose(first[0]);
    setTimeout(() => network.fit({ animation: false }), 1500);
  })();
}
