// What can be taken along: a link, a picture, the claims as JSON, and a print-out.

const linkTo = () => {
  const fragment = writeFragment();
  return location.href.split("#")[0] + (fragment ? `#${fragment}` : "");
};

const save = (blob, name) => {
  const address = URL.createObjectURL(blob);
  const anchor = h("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

const fileName = (suffix) => `${fold(page.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "graph"}.${suffix}`;

// The picture as it is on the screen, at three times the resolution, with its title and signs below.
const drawPicture = (times = 3) => {
  const view = screenView();
  const foot = 46 + 22 * Math.ceil(page.classes.length / Math.max(1, Math.floor((view.width - 32) / 118)));
  const sheet = h("canvas", { width: Math.round(view.width * times), height: Math.round((view.height + foot) * times) });
  const ctx = sheet.getContext("2d");
  ctx.scale(times, times);
  paint(ctx, view);
  ctx.fillStyle = colours.paper;
  ctx.fillRect(0, view.height, view.width, foot);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.font = fonts.bold;
  ctx.fillStyle = colours.ink;
  ctx.fillText(`${page.title} · ${plural(shown.count, "claim")}, ${plural(articles.length, "article")}`, 16, view.height + 20, view.width - 32);
  drawSigns(ctx, view);
  repaint(); // `painted` speaks of the screen again
  return sheet;
};

const drawSigns = (ctx, view) => {
  const across = Math.max(1, Math.floor((view.width - 32) / 118));
  page.classes.filter((c) => !state.hidden.class.has(c.name)).forEach((sign, k) => {
    const x = 16 + (k % across) * 118 + 7;
    const y = view.height + 44 + Math.floor(k / across) * 22;
    const node = { sign: sign.name, claims: [], index: -1 };
    if (sign.shape === "pill") {
      shapePath(ctx, "pill", x, y, 6);
      ctx.strokeStyle = colourOf(sign);
      ctx.lineWidth = 1.2;
      ctx.stroke();
    } else paintMark(ctx, { node, x, y, r: 7, faint: false }, null);
    ctx.font = fonts.plain;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.fillStyle = colours.soft;
    ctx.fillText(sign.plural, x + 12, y);
  });
};

const savePicture = () => {
  drawPicture().toBlob((blob) => (blob ? save(blob, fileName("png")) : toast("The picture is too large for this browser.")), "image/png");
};

// The claims that pass, each with what is needed to look it up; names say what they are.
const flatClaims = () =>
  tableClaims().map((c) => ({
    id: c.id,
    kind: c.kind,
    words: c.words,
    subject: nodes[c.s].label,
    object: c.o !== undefined && c.kind === "relation" ? nodes[c.o].label : null,
    figure: c.exact ?? null,
    label: c.label,
    status: c.status,
    period: c.period ?? null,
    independent_sources: c.sources,
    evidences: c.ev.map((e) => ({
      quote: quoteOf(e),
      start: e.start,
      end: e.end,
      article: articles[e.at].title,
      article_id: articles[e.at].id,
      version: articles[e.at].version,
      text_sha256: articles[e.at].hash,
      publisher: articles[e.at].publisher ?? null,
      published: articles[e.at].published ?? null,
      address: articles[e.at].address ?? null,
      attributed_to: (e.chain ?? []).map((step) => step.words),
      rules: e.rules,
      confidence: e.conf,
    })),
    comparable: c.comparable.map((k) => claims[k].id),
    conflicts: c.conflicts.map((k) => claims[k].id),
  }));

const saveClaims = () => save(new Blob([JSON.stringify(flatClaims(), null, 1)], { type: "application/json" }), fileName("json"));

// On paper: the picture, and below it every claim that passes with its quote.
const preparePrint = () => {
  const sheet = byId("print");
  const wasDark = isDark();
  const chosen = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = "light";
  readColours();
  const parts = [h("h1", null, page.title), h("p", null, `${plural(shown.count, "claim")} from ${plural(articles.length, "article")}`)];
  if (network && size().width) parts.push(drawPicture(2));
  parts.push(makeTable(tableClaims(), Infinity).table);
  sheet.replaceChildren(...parts);
  if (wasDark && chosen) document.documentElement.dataset.theme = chosen;
  else if (!chosen) delete document.documentElement.dataset.theme;
  readColours();
  repaint();
};
