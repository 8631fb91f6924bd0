// Paints the picture. Places grow with the zoom; marks, lines and letters keep their size on the screen, and a label
// is painted where it covers neither a mark nor a label before it, so that labels never lie on each other.

const LETTERS = page.letters;
const GAP = 3;
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

const isBold = (node) => node.weight >= 5 && !isFigure(node);

const PILL_SIDES = ["c", "r", "l", "b", "t", "h", "hr", "hl"]; // after `h` with the first line only

const LABEL_SIDES = ["b", "r", "l", "t", "br", "bl", "tr", "tl"];

const labelSize = (ctx, node, side) => {
  if (!isFigure(node)) {
    const font = isBold(node) ? fonts.bold : fonts.plain;
    return { width: Math.max(...node.lines.map((l) => measure(ctx, l, font))), height: LETTERS.line * node.lines.length };
  }
  const lines = side[0] === "h" ? node.lines.slice(0, 1) : node.lines;
  const width = Math.max(...lines.map((l, k) => measure(ctx, l, k ? fonts.small : fonts.bold)));
  return { width: width + 2 * LETTERS.pill[0], height: LETTERS.line * lines.length + 2 * LETTERS.pill[1] };
};

// Left, top, right, bottom of a label on one side of its mark.
const labelBox = (ctx, node, x, y, r, side) => {
  const { width: w, height: t } = labelSize(ctx, node, side);
  const off = r + GAP;
  const hold = LETTERS.hold; // the place of a pill is inside it, if not in the middle
  const [left, top] = isFigure(node)
    ? [{ r: -hold, l: hold - w }[side.at(-1)] ?? -w / 2, { b: -hold, t: hold - t }[side] ?? -t / 2]
    : [{ r: off, l: -off - w, br: -r, tr: -r, bl: r - w, tl: r - w }[side] ?? -w / 2, { b: off, t: -off - t }[side[0]] ?? -t / 2];
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
  for (const mark of marks.values()) taken.add(markBox(mark), mark.node.index);
  const labels = layLabels(ctx, view, marks, taken, hover);
  Object.assign(painted, { marks: [...marks.values()], labels: [...labels.values()], lines: [], tags: [] });
  const lines = layLines(marks, labels, hover);
  for (const line of lines) paintLine(ctx, line);
  for (const mark of marks.values()) if (!isFigure(mark.node) || !labels.has(mark.node.index)) paintMark(ctx, mark, hover);
  for (const label of labels.values()) paintLabel(ctx, label, hover);
  paintTags(ctx, lines, taken, hover);
  ctx.globalAlpha = 1;
};

const hasBadges = ({ node, r, faint }) => !faint && r > node.r * 0.75;

// The room of a mark; that of its badges too, since a label under a badge cannot be read.
const markBox = (mark) => {
  const { node, x, y, r } = mark;
  const box = [x - r, y - r, x + r, y + r];
  const rim = r * 0.72 + 8;
  if (hasBadges(mark) && !isFigure(node) && speaks(node)) [box[1], box[2]] = [Math.min(box[1], y - rim), Math.max(box[2], x + rim)];
  return box;
};

const isFaint = (node) => (lit.any && !lit.nodes.has(node)) || (!lit.any && shown.matched !== null && !shown.matched.has(node));

// Marks are smaller on a pane that is small for what it shows; they grow again with the zoom.
const crowding = (view) => Math.min(1, Math.max(0.55, Math.pow(view.scale / page.frame.fit, 0.75)));

const layMarks = (view) => {
  const marks = new Map();
  const grow = Math.min(1.5, Math.max(0.72, Math.pow(view.scale / view.fit, 0.3)));
  const many = (nodes.length > 260 ? 0.82 : 1) * crowding(view);
  for (const node of nodes) {
    if (!shown.nodes[node.index]) continue;
    const x = node.x * view.scale + view.left;
    const y = node.y * view.scale + view.top;
    if (x < -160 || y < -60 || x > view.width + 160 || y > view.height + 60) continue;
    marks.set(node.index, { node, x, y, r: node.r * grow * many, faint: isFaint(node.index) });
  }
  return marks;
};

// The free side on which a label lies on the fewest of its node's own lines.
const bestSide = (sides, mark, marks, boxOf, fits) => {
  let found = null;
  let least = Infinity;
  for (const side of sides) {
    const box = boxOf(side);
    if (!fits(box)) continue;
    if (isFigure(mark.node) || isBold(mark.node)) return side; // room was made for it below its mark
    let lines = 0;
    for (const e of mark.node.edges) {
      if (!shown.edges[e]) continue;
      const other = marks.get(edges[e].from === mark.node.index ? edges[e].to : edges[e].from);
      if (other && crosses(box, mark, other)) lines += 1;
    }
    if (lines < least) [found, least] = [side, lines];
    if (!lines) break;
  }
  return found;
};

// Whether the line between two marks runs through a box (Liang and Barsky's clipping).
const crosses = ([l, t, r, b], one, other) => {
  const dx = other.x - one.x;
  const dy = other.y - one.y;
  let enter = 0;
  let leave = 1;
  for (const [p, q] of [[-dx, one.x - l], [dx, r - one.x], [-dy, one.y - t], [dy, b - one.y]]) {
    if (p === 0) {
      if (q < 0) return false;
    } else if (p < 0) enter = Math.max(enter, q / p);
    else leave = Math.min(leave, q / p);
  }
  return enter < leave;
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
  const weight = (m) => (isFigure(m.node) ? 2.5 : isArticle(m.node) ? 3.5 : m.node.weight);
  const order = [...marks.values()].map((m) => [rank(m), -weight(m), m.node.index, m]);
  order.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  const labels = new Map();
  for (const [place, , index, mark] of order) {
    const usual = isFigure(mark.node) ? PILL_SIDES : LABEL_SIDES;
    const { side: planned } = mark.node;
    const sides = usual.includes(planned) ? [planned, ...usual.filter((x) => x !== planned)] : usual;
    const fits = (box) => box[0] >= 3 && box[2] <= view.width - 3 && box[1] >= 3 && box[3] <= view.height - 3 && taken.isFree(box, index);
    let side = bestSide(sides, mark, marks, (x) => labelBox(ctx, mark.node, mark.x, mark.y, mark.r, x), fits);
    if (!side && place <= 2) side = sides[0]; // the label of what is chosen is painted in any case, above all others
    if (!side) continue;
    const box = labelBox(ctx, mark.node, mark.x, mark.y, mark.r, side);
    taken.add([box[0] - LETTERS.apart, box[1], box[2] + LETTERS.apart, box[3]], index);
    labels.set(index, { node: mark.node, mark, side, box, place });
  }
  return labels;
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

const paintMark = (ctx, mark, hover) => {
  const { node, x, y, r, faint } = mark;
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
  if (hasBadges(mark)) paintBadges(ctx, node, x, y, r);
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
  ctx.globalAlpha = mark.faint ? 0.32 : 1;
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
  (side[0] === "h" ? node.lines.slice(0, 1) : node.lines).forEach((line, k) => {
    ctx.font = k ? fonts.small : fonts.bold;
    ctx.fillStyle = k ? colours.soft : colours.ink;
    ctx.fillText(line, (l + r) / 2, t + LETTERS.pill[1] + LETTERS.line * (k + 0.8));
  });
  const claim = claims[node.claims[0]];
  if (claim && isConflicting(claim)) paintBadge(ctx, l + 2, t + 1, "≠", colours.conflict, "#ffffff");
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
