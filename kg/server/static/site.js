"use strict";
// The quote comes into view; figures over time become a small chart.
{
  const quote = document.getElementById("quote");
  if (quote) {
    const paper = quote.closest(".paper");
    if (paper.scrollHeight > paper.clientHeight) paper.scrollTop = quote.offsetTop - paper.clientHeight / 3;
  }
  const NS = "http://www.w3.org/2000/svg";
  const make = (name, fields, parent) => {
    const node = document.createElementNS(NS, name);
    for (const [k, v] of Object.entries(fields)) node.setAttribute(k, v);
    parent.append(node);
    return node;
  };
  for (const figure of document.querySelectorAll(".chart")) {
    const points = JSON.parse(figure.dataset.points);
    const years = points.map((p) => p.year), values = points.map((p) => p.value);
    const [first, last, low, high] = [Math.min(...years), Math.max(...years), Math.min(0, ...values), Math.max(0, ...values)];
    const x = (y) => 70 + 510 * (y - first) / (last - first || 1), y = (v) => 150 - 110 * (v - low) / (high - low || 1);
    const svg = make("svg", { viewBox: "0 0 660 185", "aria-hidden": "true" }, figure);
    make("line", { class: "axis", x1: 40, x2: 640, y1: y(0), y2: y(0) }, svg);
    make("polyline", { class: "stroke", points: points.map((p) => `${x(p.year)},${y(p.value)}`).join(" ") }, svg);
    let before = -99;
    points.forEach((p) => {
      make("circle", { cx: x(p.year), cy: y(p.value), r: 4.5, class: p.status && p.status !== "actual" ? "ahead" : "" }, svg);
      if (x(p.year) - before < 70) return;
      before = x(p.year);
      make("text", { x: x(p.year), y: 175, "text-anchor": "middle" }, svg).textContent = p.year;
      make("text", { x: x(p.year), y: y(p.value) - 10, "text-anchor": "middle" }, svg).textContent = p.figure;
    });
  }
}
