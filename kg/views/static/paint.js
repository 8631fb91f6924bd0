// Paints the picture. Places grow with the zoom; marks, lines and letters keep their size on the screen, and a label
// is painted where it covers neither a mark nor a label before it, so that labels never lie on each other.

const LETTERS = page.letters;
const GAP = 3;
const SIDES = ["b", "r", "l", "t", "br", "tr", "bl", "tl"];
const painted = { marks: [], labels: [], lines: [], tags: [] }; // what is on the screen, for clicks and for tests
let colours = {};
let fonts = {};

const readColours = () => {
  const style = getComputedStyle(document.documentElement);
  const names = ["ground", "paper", "ink", "soft", "line", "wire", "ahead", "denied", "accent", "conflict", "mark-strong", "icon"];
  colours = Object.fromEntries(names.map((n) => [n, style.getPropertyValue(`--${n}`).trim()]));
  const family = getComputedStyle(document.body).fontFamily;
  fonts = { plain: `400 ${LETTERS.size}px ${family}`, bold: `650 ${LETTERS.size}px ${family}`, small: `400 ${LETTERS.size - 0.5}px ${family}`, badge: `700 9.5px ${family}` };
  widths.clear();
};

const widths = new Map();

const measure = (ctx, text, font) => {
  const key = font + "\n" + text;
  let width = widths.get(key);
  if (width === undefined) {
    ctx.font = font;
    width = ctx.measureText(text).width;
    widths.set(key, width);
  }
  return width;
};

const isBold = (node) => node.claims.length >= 5 && !isFigure(node);

const labelSize = (ctx, node, side) => {
  if (!isFigure(node)) {
    const font = isBold(node) ? fonts.bold : fonts.plain;
    return { width: Math.max(...node.lines.map((l) => measure(ctx, l, font))), height: LETTERS.line * node.lines.length };
  }
  const lines = side === "h" ? node.lines.slice(0, 1) : node.lines;
  const width = Math.max(...lines.map((l, k) => measure(ctx, l, k ? fonts.small : fonts.bold)));
  return { width: width + 2 * LETTERS.pill[0], height: LETTERS.line * lines.length + 2 * LETTERS.pill[1] };
};

// Left, top, right, bottom of a label on one side of its mark.
const labelBox = (ctx, node, x, y, r, side) => {
  const { width: w, height: t } = labelSize(ctx, node, side);
  const off = r + GAP;
  const near = r * 0.7 + GAP / 2; // at a corner
  const left = { b: -w / 2, t: -w / 2, c: -w / 2, h: -w / 2, r: off, l: -off - w }[side] ?? (side[1] === "r" ? near : -near - w);
  const top = { b: off, t: -off - t, r: -t / 2, l: -t / 2, c: -t / 2, h: -t / 2 }[side] ?? (side[0] === "b" ? near : -near - t);
  return [x + left, y + top, x + left + w, y + top + t];
};

// Boxes that are in the way, found by the cells of a grid.
class Taken {
  constructor() {
    this.cells = new Map();
  }
  *touched([l, t, r, b]) {
    for (let x = Math.floor(l / 48); x <= Math.floor(r / 48); x++) for (let y = Math.floor(t / 48); y <= Math.floor(b / 48); y++) yield x * 65536 + y;
  }
  add(box, owner) {
    for (const key of this.touched(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push([box, owner]);
      else this.cells.set(key, [[box, owner]]);
    }
  }
  isFree(box, owner) {
    for (const key of this.touched(box)) {
      for (const [t, o] of this.cells.get(key) ?? []) {
        if (o !== owner && box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1]) return false;
      }
    }
    return true;
  }
}

// Paints everything for a view: `px = x * scale + left`, in pixels of the screen.
const paint = (ctx, view, hover = null) => {
  ctx.fillStyle = colours.ground;
  ctx.fillRect(0, 0, view.width, view.height);
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  const marks = layMarks(view);
  const taken = new Taken();
  for (const mark of marks.values()) taken.add([mark.x - mark.r, mark.y - mark.r, mark.x + mark.r, mark.y + mark.r], mark.node.index);
  const labels = layLabels(ctx, view, marks, taken, hover);
  Object.assign(painted, { marks: [...marks.values()], labels: [...labels.values()], lines: [], tags: [] });
  const lines = layLines(marks, labels, hover);
  for (const line of lines) paintLine(ctx, line);
  for (const mark of marks.values()) if (!isFigure(mark.node) || !labels.has(mark.node.index)) paintMark(ctx, mark, hover);
  for (const label of labels.values()) paintLabel(ctx, label, hover);
  paintTags(ctx, lines, taken, hover);
  ctx.globalAlpha = 1;
};

const isFaint = (node) => (lit.any && !lit.nodes.has(node)) || (!lit.any && shown.matched !== null && !shown.matched.has(node));

const layMarks = (view) => {
  const marks = new Map();
  const grow = Math.min(1.5, Math.max(0.72, Math.pow(view.scale / view.fit, 0.3)));
  const many = (nodes.length > 260 ? 0.82 : 1) * Math.min(1, Math.max(0.62, Math.sqrt(view.fit / page.frame.fit)));
  for (const node of nodes) {
    if (!shown.nodes[node.index]) continue;
    const x = node.x * view.scale + view.left;
    const y = node.y * view.scale + view.top;
    if (x < -160 || y < -60 || x > view.width + 160 || y > view.height + 60) continue;
    marks.set(node.index, { node, x, y, r: node.r * grow * many, faint: isFaint(node.index) });
  }
  return marks;
};

// First what is chosen or under the pointer, then what is lit, then by number of claims.
const layLabels = (ctx, view, marks, taken, hover) => {
  const chosen = state.select?.type === "thing" ? state.select.index : -1;
  const claim = state.select?.type === "claim" ? claims[state.select.index] : null;
  const rank = (m) =>
    m.node.index === chosen ? 0
    : hover?.type === "thing" && hover.index === m.node.index ? 1
    : claim && (m.node.index === claim.s || m.node.index === claim.o) ? 2
    : lit.nodes.has(m.node.index) && lit.any ? 3
    : m.faint ? 5 : 4;
  const weight = (m) => (isFigure(m.node) ? 2.5 : isArticle(m.node) ? 3.5 : m.node.claims.length);
  const order = [...marks.values()].map((m) => [rank(m), -weight(m), m.node.index, m]);
  order.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  const labels = new Map();
  for (const [place, , index, mark] of order) {
    if (place === 5) continue; // what is faint keeps its mark only
    const usual = isFigure(mark.node) ? ["c", "h"] : SIDES;
    const sides = usual.includes(mark.node.side) && !isFigure(mark.node) ? [mark.node.side, ...usual.filter((x) => x !== mark.node.side)] : usual;
    const fits = (box) => box[0] >= 3 && box[2] <= view.width - 3 && box[1] >= 3 && box[3] <= view.height - 3 && taken.isFree(box, index);
    let side = sides.find((x) => fits(labelBox(ctx, mark.node, mark.x, mark.y, mark.r, x)));
    if (!side && place <= 2) side = sides[0]; // the label of what is chosen is painted in any case, above all others
    if (!side) continue;
    const box = labelBox(ctx, mark.node, mark.x, mark.y, mark.r, side);
    taken.add(box, index);
    labels.set(index, { node: mark.node, mark, side, box, place });
  }
  return labels;
};

// Where a line leaves a mark, or the pill around its words.
const border = (mark, label, dx, dy) => {
  const length = Math.hypot(dx, dy) || 1;
  const ux = dx / length;
  const uy = dy / length;
  let reach = mark.r;
  const pill = isFigure(mark.node) && label;
  if (pill || isArticle(mark.node) || signs.get(mark.node.sign)?.shape !== "circle") {
    const wide = pill ? (label.box[2] - label.box[0]) / 2 : mark.r;
    const high = pill ? (label.box[3] - label.box[1]) / 2 : isFigure(mark.node) ? mark.r * 0.7 : mark.r;
    reach = Math.min(ux ? wide / Math.abs(ux) : Infinity, uy ? high / Math.abs(uy) : Infinity);
  }
  return [mark.x + ux * (reach + 2.5), mark.y + uy * (reach + 2.5)];
};

const layLines = (marks, labels, hover) => {
  const lines = [];
  for (const edge of edges) {
    if (!shown.edges[edge.index]) continue;
    const a = marks.get(edge.from) ?? outside(edge.from);
    const b = marks.get(edge.to) ?? outside(edge.to);
    if (!a || !b) continue;
    const [x0, y0] = border(a, labels.get(edge.from), b.x - a.x, b.y - a.y);
    const [x1, y1] = border(b, labels.get(edge.to), a.x - b.x, a.y - b.y);
    if ((x1 - x0) * (b.x - a.x) + (y1 - y0) * (b.y - a.y) <= 0) continue; // the marks touch
    const hovered = hover?.type === "edge" && hover.index === edge.index;
    const bright = lit.any ? lit.edges.has(edge.index) : shown.matches === null || shown.edgeClaims[edge.index].some((c) => shown.matchSet.has(c));
    const line = { edge, x0, y0, x1, y1, status: lineStatus(edge), faint: !bright && !hovered, bright: lit.any && bright, hovered, width: Math.min(5, 1.2 + 0.9 * (lineSources(edge) - 1)) };
    lines.push(line);
    painted.lines.push(line);
  }
  const order = (l) => (l.hovered ? 3 : l.bright ? 2 : l.faint ? 0 : 1);
  return lines.sort((a, b) => order(a) - order(b) || a.edge.index - b.edge.index);
};

// The end of a line beyond the rim of the screen.
const outside = (index) => {
  if (!shown.nodes[index]) return null;
  const node = nodes[index];
  const { x, y } = toScreen(node);
  return { node, x, y, r: node.r };
};

const lineColour = ({ status, bright, hovered }) => {
  if (status === "denied") return colours.denied;
  if (bright || hovered) return colours.accent;
  return status === "forecast" || status === "target" ? colours.ahead : colours.wire;
};

const paintLine = (ctx, line) => {
  const { edge, x0, y0, x1, y1 } = line;
  ctx.globalAlpha = line.faint ? 0.13 : line.status === "says" || line.status === "article" ? 0.75 : 1;
  ctx.strokeStyle = ctx.fillStyle = lineColour(line);
  ctx.lineWidth = line.width + (line.bright || line.hovered ? 0.9 : 0);
  ctx.setLineDash(page.dashes[line.status] ?? []);
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
  ctx.setLineDash([]);
  if (edge.kind !== "claim") return;
  if (edge.arrows & 1) paintHead(ctx, x0, y0, x1, y1, line);
  if (edge.arrows & 2) paintHead(ctx, x1, y1, x0, y0, line);
};

const paintHead = (ctx, x0, y0, x1, y1, line) => {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 9) return;
  const ux = (x1 - x0) / length;
  const uy = (y1 - y0) / length;
  const size = 6.2 + line.width * 0.9;
  const half = size * 0.45;
  ctx.beginPath();
  if (line.status === "denied") {
    ctx.lineWidth = 2.4; // a bar: it does not
    ctx.moveTo(x1 - uy * 5, y1 + ux * 5);
    ctx.lineTo(x1 + uy * 5, y1 - ux * 5);
    ctx.stroke();
    return;
  }
  ctx.moveTo(x1, y1);
  ctx.lineTo(x1 - ux * size - uy * half, y1 - uy * size + ux * half);
  ctx.lineTo(x1 - ux * size + uy * half, y1 - uy * size - ux * half);
  ctx.closePath();
  ctx.fill();
};

const isChosen = (node, hover) =>
  (state.select?.type === "thing" && state.select.index === node.index) ||
  (state.select?.type === "article" && articles[state.select.index].node === node.index) ||
  (hover?.type === "thing" && hover.index === node.index);

const shapePath = (ctx, shape, x, y, r) => {
  ctx.beginPath();
  if (shape === "circle") ctx.arc(x, y, r, 0, 2 * Math.PI);
  else if (shape === "square") ctx.roundRect(x - r, y - r, 2 * r, 2 * r, r * 0.28);
  else ctx.roundRect(x - r * 1.3, y - r * 0.75, r * 2.6, r * 1.5, r * 0.7);
};

const paintMark = (ctx, { node, x, y, r, faint }, hover) => {
  const sign = signs.get(node.sign);
  ctx.globalAlpha = faint ? 0.16 : 1;
  if (isChosen(node, hover)) {
    ctx.strokeStyle = colours.accent;
    ctx.lineWidth = 2.4;
    shapePath(ctx, sign.shape, x, y, r + 3.6);
    ctx.stroke();
  }
  shapePath(ctx, sign.shape, x, y, r);
  ctx.fillStyle = sign.shape === "pill" ? colours.paper : colourOf(sign);
  ctx.strokeStyle = sign.shape === "pill" ? colourOf(sign) : colours.ground;
  ctx.lineWidth = 1.6;
  ctx.stroke();
  ctx.fill();
  if (sign.path && r >= 5) {
    const k = (r * 1.12) / 24;
    ctx.save();
    ctx.translate(x - 12 * k, y - 12 * k);
    ctx.scale(k, k);
    ctx.fillStyle = colours.icon;
    ctx.fill(sign.path, "evenodd");
    ctx.restore();
  }
  if (!faint && r >= 5) paintBadges(ctx, node, x, y, r);
};

const speaks = (node) => node.claims.some((c) => claims[c].kind === "statement" && claims[c].s === node.index && shown.claims[c]);

const paintBadge = (ctx, x, y, text, ground, ink) => {
  ctx.beginPath();
  ctx.arc(x, y, 6, 0, 2 * Math.PI);
  ctx.fillStyle = ground;
  ctx.fill();
  ctx.lineWidth = 1.2;
  ctx.strokeStyle = colours.ground;
  ctx.stroke();
  ctx.fillStyle = ink;
  ctx.font = fonts.badge;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y + (text === "“" ? 2.6 : 0.5));
};

const paintBadges = (ctx, node, x, y, r) => {
  const off = r * 0.72 + 2;
  if (speaks(node)) paintBadge(ctx, x + off, y - off, "“", colours["mark-strong"], "#1b2130");
  if (node.claims.some((c) => shown.claims[c] && isConflicting(claims[c]))) paintBadge(ctx, x - off, y - off, "≠", colours.conflict, "#ffffff");
};

const paintLabel = (ctx, { node, mark, side, box, place }, hover) => {
  ctx.globalAlpha = mark.faint ? 0.3 : 1;
  if (isFigure(node)) {
    paintPill(ctx, node, box, side, isChosen(node, hover), place);
    return;
  }
  const end = side.at(-1);
  const x = end === "r" ? box[0] : end === "l" ? box[2] : (box[0] + box[2]) / 2;
  ctx.textAlign = end === "r" ? "left" : end === "l" ? "right" : "center";
  ctx.textBaseline = "alphabetic";
  ctx.font = isBold(node) ? fonts.bold : fonts.plain;
  node.lines.forEach((line, k) => {
    const y = box[1] + LETTERS.line * (k + 0.8);
    ctx.lineWidth = 3.2;
    ctx.strokeStyle = colours.ground;
    ctx.strokeText(line, x, y);
    ctx.fillStyle = colours.ink;
    ctx.fillText(line, x, y);
  });
};

const paintPill = (ctx, node, box, side, chosen, place) => {
  const [l, t, r, b] = box;
  ctx.beginPath();
  ctx.roundRect(l, t, r - l, b - t, 7);
  ctx.fillStyle = colours.paper;
  ctx.fill();
  ctx.lineWidth = chosen || place === 2 ? 2.4 : 1.2;
  ctx.strokeStyle = chosen || place === 2 ? colours.accent : colourOf(signs.get(node.sign));
  ctx.stroke();
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  (side === "h" ? node.lines.slice(0, 1) : node.lines).forEach((line, k) => {
    ctx.font = k ? fonts.small : fonts.bold;
    ctx.fillStyle = k ? colours.soft : colours.ink;
    ctx.fillText(line, (l + r) / 2, t + LETTERS.pill[1] + LETTERS.line * (k + 0.8));
  });
  const claim = claims[node.claims[0]];
  if (claim && isConflicting(claim)) paintBadge(ctx, l + 2, t + 1, "≠", colours.conflict, "#ffffff");
};

// What a line says, on lines that are lit or under the pointer; how many claims it stands for, on all others.
const paintTags = (ctx, lines, taken, hover) => {
  let words = 0;
  for (const line of [...lines].reverse()) {
    const { edge } = line;
    if (line.faint) continue;
    const list = shown.edgeClaims[edge.index];
    const wordy = line.hovered || (line.bright && words < 28);
    const text = wordy ? lineLabel(edge, list) : edge.kind === "claim" && list.length > 1 ? String(list.length) : "";
    if (!text) continue;
    if (wordy) words += 1;
    const at = layTag(ctx, text, line, taken);
    if (at) paintTag(ctx, text, at, wordy, edge);
  }
};

const lineLabel = (edge, list) => {
  if (edge.kind === "says") return "says";
  if (edge.kind === "article") return plural(list.length, "claim");
  const words = [...new Set(list.map((c) => claims[c].label))];
  const text = words.slice(0, 2).join(" · ") + (words.length > 2 ? " …" : "");
  return text.length > 44 ? text.slice(0, 43) + "…" : text;
};

const layTag = (ctx, text, { x0, y0, x1, y1, hovered }, taken) => {
  const width = measure(ctx, text, fonts.small) + 9;
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 26 && !hovered) return null;
  for (const at of [0.5, 0.42, 0.58, 0.34, 0.66]) {
    const x = x0 + (x1 - x0) * at;
    const y = y0 + (y1 - y0) * at;
    const box = [x - width / 2, y - 8, x + width / 2, y + 8];
    if (taken.isFree(box, -1)) {
      taken.add(box, -2);
      return box;
    }
  }
  if (!hovered) return null;
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return [x - width / 2, y - 8, x + width / 2, y + 8];
};

const paintTag = (ctx, text, box, wordy, edge) => {
  painted.tags.push({ edge, box });
  ctx.globalAlpha = 1;
  ctx.beginPath();
  ctx.roundRect(box[0], box[1], box[2] - box[0], box[3] - box[1], 8);
  ctx.fillStyle = colours.ground;
  ctx.fill();
  ctx.lineWidth = 1;
  ctx.strokeStyle = wordy ? colours.accent : colours.line;
  ctx.stroke();
  ctx.font = fonts.small;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = wordy ? colours.ink : colours.soft;
  ctx.fillText(text, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2 + 0.5);
};

// What is at a point of the screen: a mark or its label first, then a line.
const hit = (x, y) => {
  const inside = (b, pad) => x >= b[0] - pad && x <= b[2] + pad && y >= b[1] - pad && y <= b[3] + pad;
  const near = painted.marks.filter((m) => Math.hypot(m.x - x, m.y - y) <= m.r + 4).sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y));
  if (near.length) return { type: "thing", index: near[0].node.index };
  const tag = painted.tags.find((t) => inside(t.box, 1));
  if (tag) return { type: "edge", index: tag.edge.index };
  const label = painted.labels.find((l) => !l.mark.faint && inside(l.box, 0));
  if (label) return { type: "thing", index: label.node.index };
  let best = null;
  for (const line of painted.lines) {
    const dx = line.x1 - line.x0;
    const dy = line.y1 - line.y0;
    const t = Math.max(0, Math.min(1, ((x - line.x0) * dx + (y - line.y0) * dy) / (dx * dx + dy * dy || 1)));
    const away = Math.hypot(line.x0 + dx * t - x, line.y0 + dy * t - y) + (line.faint ? 2 : 0);
    if (away <= 7 && (!best || away < best.away)) best = { type: "edge", index: line.edge.index, away };
  }
  return best && { type: best.type, index: best.index };
};
