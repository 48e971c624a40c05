// The search of a published copy: no server answers, so all purchases come as script files that work from a disk too.
"use strict";
(function () {
  const box = document.getElementById("search");
  const told = box.dataset;
  const labels = JSON.parse(told.labels);
  const lang = document.documentElement.lang;
  const data = { purchases: [], terms: {}, letters: {}, waiting: Number(told.files) + 1 };
  const shown = 20;
  const facets = ["technology", "country", "place", "state", "year"];

  window.custodietSearch = {
    words(terms, letters) { data.terms = terms; data.letters = letters; arrived(); },
    purchases(rows) { data.purchases.push(...rows); arrived(); },
  };

  function arrived() { data.waiting -= 1; if (data.waiting === 0) { answer(); } }

  function load(name) {
    const script = document.createElement("script");
    script.src = told.folder + name;
    document.head.append(script);
  }

  function plain(text) {
    return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }

  function latin(text) { return Array.from(text, (sign) => data.letters[sign] ?? sign).join(""); }

  function understood(words) {
    const spelled = words.concat(words.map(latin));
    const begins = (stem) => spelled.some((word) => stem.endsWith("*") ? word.startsWith(stem.slice(0, -1)) : word === stem);
    const fits = (stem) => begins(stem) || begins(latin(stem));
    return Object.keys(data.terms).filter((key) => data.terms[key].some((term) => term.split(" ").every(fits)));
  }

  function matching(query) {
    const words = plain(query.get("q") ?? "").split(" ").filter(Boolean);
    const classes = words.length ? understood(words) : [];
    const chosen = facets.map((name) => [name, query.getAll(name)]).filter(([, values]) => values.length);
    const others = ["buyer", "supplier", "flag", "maker", "safeguard"].map((name) => [name, query.getAll(name)]).filter(([, v]) => v.length);
    const holds = (row) => words.every((word) => row.hay.includes(" " + word) || row.hay.includes(" " + latin(word)));
    const found = data.purchases.filter((row) =>
      (!words.length || holds(row) || row.technology.some((key) => classes.includes(key))) &&
      chosen.every(([name, values]) => [].concat(row[name]).some((one) => values.includes(String(one ?? "none")))) &&
      others.every(([name, values]) => (row[name] ?? []).some((one) => values.includes(one))));
    return { found, classes };
  }

  function element(tag, attributes, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) { if (value !== undefined) { made.setAttribute(name, value); } }
    made.append(...inside);
    return made;
  }

  function label(name, value) {
    if (value === "none") { return labels.none; }
    return (labels[name] ?? {})[value] ?? value;
  }

  function card(row) {
    const title = element("bdi", {}, row.title || labels.untitled);
    const link = element("a", { href: "purchase/" + row.key + ".html", lang: row.lang || undefined }, title);
    const parts = [row.buyer_name || labels.unbought, row.country ? label("country", row.country) : "", row.date ? day(row.date) : "", label("state", row.state)];
    const about = element("p", { class: "soft" });
    parts.filter(Boolean).forEach((part, number) => about.append(number ? " · " : "", element("bdi", {}, part)));
    const sum = element("p", { class: "sum" });
    if (row.amount) { sum.append(money(row), " ", element("span", { class: "small" }, label("state", row.amount_state))); }
    else { sum.append(element("span", { class: "small" }, labels.unpriced)); }
    const what = row.technology.map((key) => label("technology", key)).join("; ");
    return element("li", { class: "card" }, element("h3", {}, link), element("p", {}, what), about, sum);
  }

  function day(text) {
    const found = /^(\d{4})-(\d\d)-(\d\d)/.exec(text);
    if (!found) { return text; }
    const date = new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3])));
    return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long", timeZone: "UTC" }).format(date);
  }

  function money(row) { return new Intl.NumberFormat(lang).format(row.amount) + (row.currency ? " " + row.currency : ""); }

  function facet(name, found, query) {
    const counts = new Map();
    for (const row of found) {
      for (const value of [].concat(row[name] ?? "none")) { counts.set(String(value), (counts.get(String(value)) ?? 0) + 1); }
    }
    const list = element("ul", {});
    const sorted = Array.from(counts).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 20);
    for (const [value, number] of sorted) {
      const changed = new URLSearchParams(query);
      const has = query.getAll(name).includes(value);
      if (has) { changed.delete(name, value); } else { changed.append(name, value); }
      changed.delete("page");
      const text = element("span", {}, element("bdi", {}, label(name, value)), has ? " (" + labels.chosen + ")" : "");
      const link = element("a", { href: "?" + changed, "aria-current": has ? "true" : undefined }, text, " ", element("span", { class: "n" }, new Intl.NumberFormat(lang).format(number)));
      list.append(element("li", {}, link));
    }
    return element("section", { class: "facet", "aria-labelledby": "facet-" + name }, element("h3", { id: "facet-" + name }, labels.facets[name]), list);
  }

  function answer() {
    const query = new URLSearchParams(location.search);
    const input = document.getElementById("q");
    input.value = query.get("q") ?? "";
    labels.place = Object.fromEntries(data.purchases.map((row) => [row.place, row.place_name ?? label("country", row.place)]));
    for (const row of data.purchases) { row.hay ??= " " + plain(row.text) + " " + latin(plain(row.text)); }
    const { found, classes } = matching(query);
    const page = Math.max(1, Number(query.get("page")) || 1);
    const numbers = new Intl.NumberFormat(lang);
    const status = labels.status.replace("{total}", numbers.format(found.length)).replace("{register}", numbers.format(data.purchases.length));
    const results = element("div", {}, element("p", { role: "status" }, status));
    if (classes.length) {
      results.append(element("p", { class: "small" }, labels.understood + " " + classes.map((key) => label("technology", key)).join(", ")));
    }
    results.append(element("ol", { class: "cards" }, ...found.slice((page - 1) * shown, page * shown).map(card)));
    const pages = element("nav", { class: "pages", "aria-label": labels.pages });
    for (const [step, text, there] of [[-1, labels.previous, page > 1], [1, labels.next, page * shown < found.length]]) {
      const changed = new URLSearchParams(query);
      changed.set("page", String(page + step));
      if (there) { pages.append(element("a", { href: "?" + changed }, text)); }
    }
    results.append(pages);
    const narrow = element("details", { class: "facets" }, element("summary", {}, labels.narrow), ...facets.map((name) => facet(name, found, query)));
    box.replaceChildren(element("div", {}, narrow), results);
  }

  load("words.js");
  for (let number = 0; number < Number(told.files); number += 1) { load(number + ".js"); }
})();
