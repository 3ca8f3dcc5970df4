// The desk's enhancements: keys, palette, choosing rows, the countdown of a decision, tabs of a case.
"use strict";

const keysAreOn = () => !document.cookie.split("; ").includes("desk_keys=off");
const typing = (element) => element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

// ---- Rows: j and k move, x chooses, c claims, Enter is the link's own -----------------------------------------------

const rowLinks = () => [...document.querySelectorAll("[data-row-link]")];
const currentRow = () => document.activeElement.closest && document.activeElement.closest("[data-row]");

const moveRow = (by) => {
  const links = rowLinks();
  if (!links.length) return;
  const row = currentRow();
  const at = row ? links.findIndex((link) => row.contains(link)) : -1;
  const next = links[Math.max(0, Math.min(links.length - 1, at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
};

const submit = (form) => form && (form.requestSubmit ? form.requestSubmit() : form.submit());

const chooseRow = () => {
  const row = currentRow();
  const box = row && row.querySelector("input[name=chosen]");
  if (box) box.click();
};

const claimRow = () => {
  const row = currentRow();
  submit(row ? row.querySelector("[data-claim]") : document.querySelector("[data-claim-this]"));
};

const press = (key) => {
  const control = document.querySelector(`[data-key="${key}"]`);
  if (control) control.click();
};

const search = () => {
  const field = document.querySelector("[data-search]");
  if (!field) return openPalette();
  field.focus();
  field.select();
};

// An act opens its form and takes the focus into it; one that cannot be done now is shown with the words that say why.
const openAct = (code) => {
  const act = document.getElementById(`act-${code}`);
  if (!act) return;
  act.scrollIntoView({ block: "nearest" });
  if (!act.matches("details")) {
    const why = act.querySelector(".sw-why-not") || document.getElementById("why-nothing");
    if (why) announce(why.textContent.trim());
    return;
  }
  act.open = true;
  const first = act.querySelector("input:not([type=hidden]), select, textarea, form button");
  if (first) first.focus();
};

const KEYS = {
  j: () => moveRow(1),
  k: () => moveRow(-1),
  x: chooseRow,
  c: claimRow,
  n: () => press("n"),
  u: () => press("u"),
  a: () => openAct("approve"),
  q: () => openAct("ask"),
  h: () => openAct("hold"),
  i: () => openAct("inspect"),
  r: () => openAct("refuse"),
  "/": search,
  "?": () => showKeys(),
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!keysAreOn() || typing(event.target) || document.querySelector("dialog[open]")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// ---- The palette and the list of keys --------------------------------------------------------------------------------

const palette = document.getElementById("palette");
const words = document.getElementById("palette-words");
const foundIn = palette && palette.querySelector("[data-palette-found]");
let askedLast = 0;

const ask = async () => {
  const turn = ++askedLast;
  const answer = await fetch(`${palette.dataset.url}?${new URLSearchParams({ q: words.value, here: location.pathname })}`, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!answer || !answer.ok || turn !== askedLast) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  foundIn.replaceChildren(...[...page.body.childNodes].map((node) => document.importNode(node, true)));
};

function openPalette() {
  if (!palette || palette.open) return;
  words.value = "";
  palette.showModal();
  words.focus();
  ask();
}

if (palette) {
  let due = null;
  words.addEventListener("input", () => { clearTimeout(due); due = setTimeout(ask, 120); });
  palette.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault(); // the field would only be emptied
      palette.close();
      return;
    }
    if (!["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
    const links = [...foundIn.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Enter") {
      if (at >= 0 || !links.length) return; // a link opens itself; without one the words are searched for
      event.preventDefault();
      links[0].click();
      return;
    }
    event.preventDefault();
    const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
    (next || words).focus();
  });
}

async function showKeys() {
  const dialog = document.getElementById("keys-help");
  const place = dialog && dialog.querySelector("[data-keys-found]");
  if (!dialog || dialog.open) return;
  if (!place.childNodes.length) {
    const answer = await fetch(dialog.dataset.url, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (!answer || !answer.ok) return;
    const list = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#keys-list .sw-keys");
    if (list) place.append(document.importNode(list, true));
  }
  dialog.showModal();
}

// ---- Chosen rows: the bar shows itself and counts ----------------------------------------------------------------------

const bar = document.querySelector("[data-bulk]");
if (bar) {
  const chosen = () => [...document.querySelectorAll("input[name=chosen]:checked")];
  const count = () => {
    const number = chosen().length;
    bar.hidden = number === 0;
    bar.querySelector("[data-bulk-count]").textContent = String(number);
    for (const row of document.querySelectorAll("[data-row]")) {
      const box = row.querySelector("input[name=chosen]");
      row.classList.toggle("sw-chosen", Boolean(box && box.checked));
    }
  };
  document.addEventListener("change", (event) => { if (event.target.name === "chosen") count(); });
  bar.querySelector("[data-bulk-clear]").addEventListener("click", () => {
    for (const box of chosen()) box.checked = false;
    count();
  });
  document.addEventListener("sw:refreshed", count);
  document.addEventListener("htmx:afterSettle", count);
  window.addEventListener("pageshow", count);
  count();
}

// ---- Ready texts: what is chosen from the list stands in the field at once, to be changed -----------------------------

document.addEventListener("change", (event) => {
  const list = event.target.closest("select[data-ready]");
  if (!list) return;
  const fields = list.form.elements;
  const text = fields[list.dataset.ready];
  const placed = fields[list.name.replace(/listed$/, "placed")];
  const before = [...list.options].find((option) => option.value && option.value === placed.value);
  const chosen = list.selectedOptions[0];
  const own = before && text.value.trim() === before.dataset.text ? "" : text.value.trim();
  text.value = [own, chosen.dataset.text || ""].filter(Boolean).join("\n");
  text.lang = chosen.dataset.language || "";
  placed.value = chosen.value;
});

// ---- Filters: how many were found is said when a choice has changed the list ------------------------------------------

document.addEventListener("htmx:afterSettle", () => {
  const found = document.querySelector("[data-found]");
  if (found) document.dispatchEvent(new CustomEvent("announce", { detail: { value: found.textContent } }));
});

// ---- The countdown: when it is over, the page says what came of the decision ---------------------------------------------

const countdown = () => {
  for (const one of document.querySelectorAll("[data-undo]")) {
    const left = Number(one.dataset.due) - Date.now() / 1000;
    const place = one.querySelector("[data-undo-left]");
    if (place) place.textContent = left > 0 ? `(${Math.ceil(left)})` : "";
    if (left > -0.5 || one.dataset.over) continue;
    one.dataset.over = "1";
    one.hidden = true;
    if (one.hasAttribute("data-reload") && !document.querySelector("dialog[open]")) window.location.reload();
  }
};
if (document.querySelector("[data-undo]")) countdown();
setInterval(countdown, 500);

// ---- Tabs of a case: every part stands on the page; with a script one is shown at a time -------------------------------

const tabs = document.querySelector("[data-tabs]");
if (tabs) {
  const links = [...tabs.querySelectorAll("a")];
  const parts = links.map((link) => document.getElementById(link.hash.slice(1)));
  const show = () => {
    const at = Math.max(0, links.findIndex((link) => link.hash === window.location.hash));
    links.forEach((link, number) => (number === at ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
    parts.forEach((part, number) => { if (part) part.hidden = number !== at; });
  };
  tabs.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    show();
  });
  window.addEventListener("hashchange", show);
  show();
}
