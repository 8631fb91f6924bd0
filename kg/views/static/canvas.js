// The graph pane: vis-network keeps the camera and the gestures, `paint` draws.

const canvas = byId("canvas");
const stretch = { x: 1, y: 1 };
let network = null;
let places = null;
let hovered = null;
let fitScale = 1;
let ratio = 0; // shape of the pane for which places were stretched

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const size = () => ({ width: canvas.clientWidth, height: canvas.clientHeight });

const toScreen = ({ x, y }) => network.canvasToDOM({ x, y });

const screenView = () => {
  const origin = network.canvasToDOM({ x: 0, y: 0 });
  return { left: origin.x, top: origin.y, scale: network.getScale(), fit: fitScale, ...size() };
};

// Draws places apart along the longer side of the pane, so that the picture fills it.
const stretchPlaces = () => {
  const { width, height } = size();
  if (!width || !height) return;
  ratio = width / height;
  const xs = nodes.map((n) => n.baseX);
  const ys = nodes.map((n) => n.baseY);
  const own = (Math.max(...xs) - Math.min(...xs) + 120) / (Math.max(...ys) - Math.min(...ys) + 80);
  const factor = ratio / (Number.isFinite(own) && own > 0 ? own : 1);
  stretch.x = Math.min(2, Math.max(1, factor));
  stretch.y = Math.min(2, Math.max(1, 1 / factor));
  for (const node of nodes) {
    node.x = node.baseX * stretch.x;
    node.y = node.baseY * stretch.y;
  }
  places.update(nodes.map(({ index, x, y }) => ({ id: index, x, y })));
};

const padding = 22;
const CLOSEST = 1.7; // what is small enough to fit anyway is not drawn out further

// The view in which some nodes are all to be seen with their labels; labels keep their size at every scale.
const viewOf = (indices, closest) => {
  const ctx = canvas.querySelector("canvas").getContext("2d");
  const small = size().width < 560; // a label at the rim can stand on the other side
  const around = indices.map((n) => {
    const node = nodes[n];
    if (small) return { node, box: [-26, -node.r, 26, node.r + 14] };
    const box = isFigure(node) ? labelBox(ctx, node, 0, 0, node.r, "c") : labelBox(ctx, node, 0, 0, node.r, "b");
    return { node, box: [Math.min(box[0], -node.r), Math.min(box[1], -node.r), Math.max(box[2], node.r), Math.max(box[3], node.r)] };
  });
  const { width, height } = size();
  const extent = (scale) => {
    let [l, t, r, b] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { node, box } of around) {
      l = Math.min(l, node.x * scale + box[0]);
      t = Math.min(t, node.y * scale + box[1]);
      r = Math.max(r, node.x * scale + box[2]);
      b = Math.max(b, node.y * scale + box[3]);
    }
    return [l, t, r, b];
  };
  let low = 0.02;
  let high = closest;
  for (let step = 0; step < 26; step++) {
    const scale = (low + high) / 2;
    const [l, t, r, b] = extent(scale);
    if (r - l <= width - 2 * padding && b - t <= height - 2 * padding - 34) low = scale;
    else high = scale;
  }
  const [l, t, r, b] = extent(low);
  return { scale: low, position: { x: (l + r) / 2 / low, y: ((t + b) / 2 + 10) / low } };
};

const visible = () => nodes.filter((n) => shown.nodes[n.index]).map((n) => n.index);

const moveTo = (view, smooth) => network.moveTo({ ...view, animation: smooth && !calm() ? { duration: 320, easingFunction: "easeInOutQuad" } : false });

const fitAll = (smooth = true) => {
  const all = visible();
  if (!all.length || !size().width) return;
  const view = viewOf(all, CLOSEST);
  fitScale = view.scale;
  moveTo(view, smooth);
  if (state.camera) change({ camera: null }, {});
};

// Moves only as far as needed to bring what is chosen into view.
const bringIntoView = (indices) => {
  const { width, height } = size();
  const seen = indices.filter((n) => shown.nodes[n]);
  if (!seen.length || !width) return;
  const out = seen.some((n) => {
    const { x, y } = toScreen(nodes[n]);
    return x < 50 || y < 60 || x > width - 50 || y > height - 50;
  });
  if (out) {
    const view = viewOf(seen, Math.max(network.getScale(), fitScale));
    moveTo(view, true);
    rememberCamera(view);
  }
};

const rememberCamera = ({ scale, position }) => {
  const camera = { x: position.x / stretch.x, y: position.y / stretch.y, zoom: scale / fitScale };
  const home = Math.abs(camera.zoom - 1) < 0.001;
  if (!home || state.camera) change({ camera }, {});
};

const restoreCamera = () => {
  const { x, y, zoom } = state.camera;
  moveTo({ scale: fitScale * Math.min(12, Math.max(0.2, zoom)), position: { x: x * stretch.x, y: y * stretch.y } }, false);
};

const zoomBy = (factor) => {
  const scale = Math.min(fitScale * 12, Math.max(fitScale * 0.5, network.getScale() * factor));
  const position = network.getViewPosition();
  moveTo({ scale, position }, true);
  rememberCamera({ scale, position });
};

const repaint = () => {
  if (network) network.redraw();
};

const startCanvas = () => {
  places = new vis.DataSet(nodes.map(({ index, x, y, r }) => ({ id: index, x, y, size: r })));
  const ends = new vis.DataSet(edges.map(({ index, from, to }) => ({ id: index, from, to })));
  const options = read("kg-options");
  options.nodes.ctxRenderer = () => ({ drawNode() {} });
  network = new vis.Network(canvas, { nodes: places, edges: ends }, options);
  network.on("afterDrawing", (ctx) => {
    const dots = ctx.canvas.width / (ctx.canvas.clientWidth || 1);
    ctx.save();
    ctx.setTransform(dots, 0, 0, dots, 0, 0);
    paint(ctx, screenView(), hovered);
    ctx.restore();
  });
  const frame = canvas.querySelector("canvas");
  frame.setAttribute("aria-hidden", "true");
  network.on("click", ({ pointer }) => press(hit(pointer.DOM.x, pointer.DOM.y)));
  network.on("doubleClick", ({ pointer }) => {
    const found = hit(pointer.DOM.x, pointer.DOM.y);
    if (found?.type === "thing") isolate(found.index);
  });
  network.on("zoom", () => {
    const scale = network.getScale();
    if (scale > fitScale * 12) network.moveTo({ scale: fitScale * 12 });
    if (scale < fitScale * 0.4) network.moveTo({ scale: fitScale * 0.4 });
    hideTip();
    rememberCamera({ scale: network.getScale(), position: network.getViewPosition() });
  });
  network.on("dragging", ({ nodes: moved }) => {
    hideTip();
    for (const index of moved) keepPlace(index);
  });
  network.on("dragEnd", ({ nodes: moved }) => {
    if (moved.length) moved.forEach(keepPlace);
    else rememberCamera({ scale: network.getScale(), position: network.getViewPosition() });
  });
  canvas.addEventListener("pointermove", point);
  canvas.addEventListener("pointerleave", () => setHover(null));
  new ResizeObserver(resized).observe(canvas);
  stretchPlaces();
  fitAll(false);
};

const keepPlace = (index) => {
  const { x, y } = network.getPosition(index);
  Object.assign(nodes[index], { x, y, baseX: x / stretch.x, baseY: y / stretch.y });
};

const resized = () => {
  const { width, height } = size();
  if (!width || !height || !network) return;
  network.setSize(`${width}px`, `${height}px`);
  if (!ratio || Math.abs(width / height / ratio - 1) > 0.12) stretchPlaces();
  const { camera } = state;
  if (camera) {
    fitScale = viewOf(visible(), CLOSEST).scale;
    restoreCamera();
  } else fitAll(false);
  repaint();
};

const press = (found) => {
  hideTip();
  if (!found) return clearSelection();
  if (found.type === "thing") return selectThing(found.index);
  return selectEdge(found.index);
};

const selectThing = (index) => {
  const node = nodes[index];
  if (isArticle(node)) return select("article", articles.findIndex((a) => a.node === index));
  if (isFigure(node) && node.claims.length) return select("claim", node.claims[0], node.claims);
  return select("thing", index);
};

const selectEdge = (index) => {
  const list = shown.edgeClaims[index];
  if (list.length === 1) return select("claim", list[0], list);
  return select("edge", index);
};

const isolate = (node, depth = 1) => {
  change({ focus: { node, depth }, camera: null }, { filters: true });
  fitAll();
};

// ---------------------------------------------------------------- the pointer

const tip = byId("tip");

const sameHit = (a, b) => a?.type === b?.type && a?.index === b?.index;

const setHover = (found) => {
  if (sameHit(found, hovered)) return;
  hovered = found;
  canvas.classList.toggle("pointing", Boolean(found));
  hideTip();
  if (found) showTip(found);
  repaint();
};

const point = (event) => {
  if (event.buttons) return;
  const frame = canvas.getBoundingClientRect();
  setHover(hit(event.clientX - frame.left, event.clientY - frame.top));
  if (!tip.hidden) placeTip(event.clientX - frame.left, event.clientY - frame.top);
};

const showTip = ({ type, index }) => {
  const list = type === "edge" ? shown.edgeClaims[index] : nodes[index].claims.filter((c) => shown.claims[c]);
  const lines = [];
  if (type === "thing" && !isFigure(nodes[index])) {
    const node = nodes[index];
    lines.push(h("strong", null, node.label), h("span", { class: "quiet" }, ` ${node.kind} · ${plural(list.length || node.stands.length, "claim")}`));
  } else {
    for (const c of list.slice(0, 3)) {
      const quote = quoteOf(claims[c].ev[0]);
      lines.push(h("p", null, h("strong", null, claims[c].words)), h("p", { class: "quote" }, quote.length > 180 ? `“${quote.slice(0, 178)}…”` : `“${quote}”`));
    }
    if (list.length > 3) lines.push(h("p", { class: "quiet" }, `and ${list.length - 3} more`));
  }
  tip.replaceChildren(...lines);
  tip.hidden = false;
};

const hideTip = () => {
  tip.hidden = true;
};

const placeTip = (x, y) => {
  const { width, height } = size();
  const left = x + 18 + tip.offsetWidth > width ? Math.max(6, x - tip.offsetWidth - 14) : x + 18;
  const top = y + 18 + tip.offsetHeight > height ? Math.max(6, y - tip.offsetHeight - 12) : y + 18;
  tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
};
