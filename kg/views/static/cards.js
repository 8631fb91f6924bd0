// Small parts of the panes: status chips, passages with their marks, cards of claims.

const STATUS_WORDS = {
  actual: ["actual", "said to be so"],
  estimate: ["estimate", "an estimate"],
  forecast: ["forecast", "expected, not yet so"],
  target: ["target", "planned, not yet so"],
  unknown: ["no status", "the text does not say whether it is so"],
  denied: ["denied", "said not to be so"],
};

const statusChip = (claim) => {
  if (claim.kind === "statement" && claim.status === "unknown") return h("span", { class: "chip is-said", title: "somebody's words" }, "statement");
  const [word, title] = STATUS_WORDS[claim.status];
  return h("span", { class: `chip is-${claim.status}`, title }, word);
};

const conflictChip = (claim) => (isConflicting(claim) ? h("span", { class: "chip is-conflict", title: "another claim says otherwise" }, "≠ conflict") : null);

const dateOf = (article) => article.published ?? "date unknown";

const publisherOf = (article) => article.publisher ?? "publisher unknown";

const sourceLine = (article) => `${article.title} · ${publisherOf(article)}, ${dateOf(article)}`;

// Folds line breaks of a quote, for places where it stands on one line.
const oneLine = (text) => text.replace(/\s+/g, " ").trim();

const claimCard = (index, list, { quote = true, source = true } = {}) => {
  const claim = claims[index];
  const evidence = claim.ev[0];
  const more = claim.ev.length - 1;
  return h(
    "button",
    { type: "button", class: "card", data: { claim: index }, onclick: () => select("claim", index, list), "aria-label": `${claim.words}. Show the evidence.` },
    h("span", { class: "card-words" }, claim.words),
    h("span", { class: "card-chips" }, claim.status === "actual" ? null : statusChip(claim), conflictChip(claim)),
    quote && claim.kind !== "statement" ? h("span", { class: "card-quote" }, oneLine(quoteOf(evidence))) : null,
    source ? h("span", { class: "card-source" }, articles[evidence.at].title, more ? ` and ${plural(more, "other mention")}` : "") : null
  );
};

// The passage of an evidence: its sentence pale, the words it rests on strong, who says so underlined.
// The text was cut where marks begin and end before it came here: nothing is counted in this script.
const passage = (evidence) => {
  const article = articles[evidence.at];
  const [first, last] = evidence.window;
  const within = ([a, b], k) => k >= a && k < b;
  const out = h("blockquote", { class: "passage", lang: article.language ?? null, cite: /^https?:/i.test(article.address ?? "") ? article.address : null });
  let sentence = null;
  let span = null;
  for (let k = first; k < last; k++) {
    const text = article.pieces[k] ?? "";
    const piece = (evidence.named ?? []).some((r) => within(r, k)) ? h("u", { class: "named", title: "who says so" }, text) : document.createTextNode(text);
    if (!within(evidence.sentence, k)) {
      sentence = span = null;
      out.append(piece);
      continue;
    }
    if (!sentence) out.append((sentence = h("span", { class: "sentence" })));
    if (!within(evidence.span, k)) {
      span = null;
      sentence.append(piece);
      continue;
    }
    if (!span) sentence.append((span = h("mark", { class: "span" })));
    span.append(piece);
  }
  return out;
};

const articleButton = (index) =>
  h("button", { type: "button", class: "plain", onclick: () => select("article", index) }, articles[index].title);

const nodeButton = (index, text = nodes[index].label) =>
  h("button", { type: "button", class: "plain", onclick: () => selectThing(index) }, text);

// Who asserts it, nearest first; the article is always the last link.
const chainList = (evidence) => {
  const article = articles[evidence.at];
  const steps = (evidence.chain ?? []).map((step) =>
    h(
      "li",
      null,
      step.n !== undefined ? nodeButton(step.n, step.words) : h("span", null, step.words),
      step.at ? h("small", { class: "quiet" }, ` characters ${step.at[0]}–${step.at[1]}`) : null
    )
  );
  steps.push(h("li", null, "reported in ", articleButton(evidence.at), h("small", { class: "quiet" }, ` ${publisherOf(article)}, ${dateOf(article)}`)));
  return h("ol", { class: "chain" }, steps);
};

const facts = (rows) =>
  h(
    "dl",
    { class: "facts" },
    rows.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) => [h("dt", null, name), h("dd", null, value)])
  );

const section = (title, ...children) => h("section", null, h("h3", null, title), ...children);

const meter = (value) =>
  h(
    "span",
    { class: "meter", title: `confidence ${value.toFixed(2)} of 1` },
    s("svg", { viewBox: "0 0 40 6", width: 40, height: 6, "aria-hidden": "true" }, s("rect", { class: "groove", width: 40, height: 6, rx: 3 }), s("rect", { class: "level", width: 40 * value, height: 6, rx: 3 })),
    ` ${value.toFixed(2)}`
  );

const citation = (claim, evidence) => {
  const article = articles[evidence.at];
  const parts = [
    `${claim.words}.`,
    `“${oneLine(quoteOf(evidence))}”`,
    `— “${article.title}”, ${publisherOf(article)}, ${dateOf(article)}${article.address ? `, ${article.address}` : ""}`,
    `[claim ${claim.id.slice(0, 10)}, characters ${evidence.start}–${evidence.end} of text sha256:${article.hash}]`,
  ];
  return parts.join("\n");
};

let toastTimer = 0;

const toast = (text) => {
  const box = byId("toast");
  box.textContent = text;
  box.classList.add("on");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => box.classList.remove("on"), 2200);
};

const copy = async (text, done) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // without leave for the clipboard, the old way
    const area = h("textarea", { class: "sr", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const ok = document.execCommand("copy");
    area.remove();
    if (!ok) return toast("The browser does not allow copying here.");
  }
  toast(done);
};
