// Paints the lines of the picture, with their heads and what they say.

// Where a line leaves a mark, or the pill around its words.
const border = (mark, label, to) => {
  const from = middleOf(mark, label);
  const dx = to.x - from.x;
  const dy = to.y - from.y;
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
  return [from.x + ux * (reach + 2.5), from.y + uy * (reach + 2.5)];
};

// A line goes for the middle of a pill, wherever the pill holds its place.
const middleOf = (mark, label) =>
  label && isFigure(mark.node) ? { x: (label.box[0] + label.box[2]) / 2, y: (label.box[1] + label.box[3]) / 2 } : mark;

const layLines = (marks, labels, hover) => {
  const lines = [];
  for (const edge of edges) {
    if (!shown.edges[edge.index]) continue;
    const a = marks.get(edge.from) ?? outside(edge.from);
    const b = marks.get(edge.to) ?? outside(edge.to);
    if (!a || !b) continue;
    const start = middleOf(a, labels.get(edge.from));
    const end = middleOf(b, labels.get(edge.to));
    const [x0, y0] = border(a, labels.get(edge.from), end);
    const [x1, y1] = border(b, labels.get(edge.to), start);
    if ((x1 - x0) * (end.x - start.x) + (y1 - y0) * (end.y - start.y) <= 0) continue; // the marks touch
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

const layTag = (ctx, text, { edge, x0, y0, x1, y1, hovered }, taken) => {
  const width = measure(ctx, text, fonts.small) + 9;
  const length = Math.hypot(x1 - x0, y1 - y0);
  const wanted = hovered || isChosenLine(edge);
  if (length < 26 && !wanted) return null;
  const [ux, uy] = [Math.abs(x1 - x0) / (length || 1), Math.abs(y1 - y0) / (length || 1)];
  const covered = Math.min(ux ? width / ux : Infinity, uy ? 16 / uy : Infinity);
  const on = length - covered > 26 || !wanted ? [0.5, 0.42, 0.58, 0.34, 0.66] : []; // a line is not to be hidden by its words
  for (const at of on) {
    const x = x0 + (x1 - x0) * at;
    const y = y0 + (y1 - y0) * at;
    const box = [x - width / 2, y - 8, x + width / 2, y + 8];
    if (taken.isFree(box, -1)) {
      taken.add(box, -2);
      return box;
    }
  }
  if (!wanted) return null;
  // beside the line, as near as there is room
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const [nx, ny] = [-(y1 - y0) / (length || 1), (x1 - x0) / (length || 1)];
  for (const off of [14, -14, 22, -22, 32, -32, 44, -44]) {
    const reach = Math.abs(nx) * width * 0.5 * Math.sign(off);
    const [cx, cy] = [x + nx * (off + reach), y + ny * off];
    const box = [cx - width / 2, cy - 8, cx + width / 2, cy + 8];
    if (taken.isFree(box, -1)) return box;
  }
  return [x - width / 2, y - 8, x + width / 2, y + 8];
};

const isChosenLine = (edge) =>
  (state.select?.type === "edge" && state.select.index === edge.index) ||
  (state.select?.type === "claim" && claims[state.select.index].edge === edge.index);

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
