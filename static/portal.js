// Enhancements only: everything on every page also works without this file.
"use strict";

document.documentElement.classList.add("sw-js");

const announce = (sentence) => {
  const region = document.getElementById("announce");
  if (!region || !sentence) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = sentence; }, 60);
};

// The error summary takes the focus, so that its sentences are the first thing heard.
const summary = document.querySelector("[data-autofocus]");
if (summary) summary.focus();

// A row of links that does not fit shows the one of this page.
for (const current of document.querySelectorAll(":is(.sw-nav, .sw-tabs) [aria-current]")) {
  const row = current.closest("ul");
  row.scrollLeft += current.getBoundingClientRect().left - row.getBoundingClientRect().left - 24;
}

// A link of the summary moves into the control itself, and shows its label, not only the box.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".sw-errors a[href^='#']");
  const control = link && document.getElementById(link.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  const field = control.closest(".sw-field") || control;
  field.scrollIntoView({ block: "start" });
  control.focus({ preventScroll: true });
});

// The same act is sent once: a second press within ten seconds is ignored. The name and value of the button
// still travel, because it is not disabled.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-may-repeat")) return;
  const now = Date.now();
  if (now - Number(form.dataset.sentAt || 0) < 10000) {
    event.preventDefault();
    return;
  }
  form.dataset.sentAt = String(now);
  if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
});

// Coming back with the browser's Back button: the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent-at]")) delete form.dataset.sentAt;
  for (const button of document.querySelectorAll("button[aria-disabled='true']")) button.removeAttribute("aria-disabled");
});

// The theme changes in place, so that what was typed stays; without this the button posts and comes back.
const themeForm = document.querySelector("[data-theme-form]");
if (themeForm) {
  themeForm.addEventListener("submit", (event) => {
    event.preventDefault();
    delete themeForm.dataset.sentAt;
    const chosen = event.submitter.value;
    const fields = new FormData(themeForm);
    fields.set("theme", chosen);
    fetch(themeForm.action, { method: "POST", body: fields, headers: { "X-Requested-With": "fetch" } }).catch(() => {});
    if (chosen === "auto") document.documentElement.removeAttribute("data-bs-theme");
    else document.documentElement.dataset.bsTheme = chosen;
    for (const button of themeForm.querySelectorAll("button")) {
      button.hidden = button.dataset.themeNow !== chosen;
      if (!button.hidden) button.focus();
    }
  });
}

// An open menu closes when one leaves it or presses Escape.
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector(":is(.sw-menu, .sw-nav details)[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(":is(.sw-menu, .sw-nav details)[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// ---- Live status of a case ----------------------------------------------------------------------------------
// <div id="case-live" data-live="/live/declarations/REF" data-fragment="?fragment=case">…</div>
// The stream says only that something changed; what this person may see is fetched as a fragment of the page.
// Where the stream cannot be had (or the page says data-live=""), the fragment is asked for every 30 seconds.

const POLL_MS = 30000;
const SETTLE_MS = 150; // several events of one commit make one fetch

class LiveCase {
  constructor(region) {
    this.id = region.id;
    this.stream = null;
    this.poll = null;
    this.due = null;
    this.asked = 0;
    this.hadStream = false;
    this.missed = false;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.stop() : this.start(true)));
    window.addEventListener("pagehide", () => this.stop());
    document.addEventListener("focusout", () => { if (this.missed) this.soon(); });
    if (!document.hidden) this.start(false);
  }

  // Found anew each time: a choice of filters puts another element of the same id in its place.
  get region() {
    return document.getElementById(this.id);
  }

  start(comingBack) {
    this.stop();
    if (comingBack) this.soon();
    if (!this.region.dataset.live || !window.EventSource) {
      this.pollFrom();
      return;
    }
    this.stream = new EventSource(this.region.dataset.live);
    this.stream.onopen = () => {
      if (this.hadStream) this.soon();
      this.hadStream = true;
      this.heard();
      this.pollNot();
    };
    this.stream.onmessage = () => this.soon();
    this.stream.addEventListener("alive", () => this.heard());
    this.stream.addEventListener("changed", () => this.soon());
    this.stream.onerror = () => this.pollFrom();
  }

  stop() {
    if (this.stream) this.stream.close();
    this.stream = null;
    this.pollNot();
    clearTimeout(this.due);
    this.due = null;
  }

  pollFrom() {
    if (!this.poll) this.poll = setInterval(() => this.refresh(), POLL_MS);
  }

  pollNot() {
    clearInterval(this.poll);
    this.poll = null;
  }

  soon() {
    if (this.due) return;
    this.due = setTimeout(() => { this.due = null; this.refresh(); }, SETTLE_MS);
  }

  // The portal has spoken: a page that must not look fresher than it is counts from here.
  heard() {
    this.region.dispatchEvent(new CustomEvent("sw:heard", { bubbles: true }));
  }

  // What a person is typing into, or has typed, is never replaced under their hands.
  inUse() {
    const active = document.activeElement;
    if (this.region.contains(active) && active.matches("input, textarea, select")) return true;
    const typed = (control) => (control.matches("select")
      ? [...control.options].some((option) => option.selected !== option.defaultSelected)
      : control.value !== control.defaultValue || control.checked !== control.defaultChecked);
    return [...this.region.querySelectorAll("input:not([type=hidden]), textarea, select")].some(typed);
  }

  async refresh() {
    this.missed = this.inUse();
    if (this.missed) return;
    const turn = ++this.asked;
    let answer;
    try {
      answer = await fetch(this.region.dataset.fragment || "?fragment=case", {
        headers: { "X-Requested-With": "fetch" }, credentials: "same-origin", redirect: "manual",
      });
    } catch {
      this.pollFrom();
      return;
    }
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
      this.stop(); // signed out, or no longer theirs to see: the next full page says so
      return;
    }
    if (!answer.ok) return;
    this.heard();
    const html = await answer.text();
    if (turn !== this.asked) return;
    if (this.inUse()) {
      this.missed = true;
      return;
    }
    this.show(html);
  }

  show(html) {
    const fragment = new DOMParser().parseFromString(html, "text/html");
    for (const part of document.querySelectorAll(`[data-live-with="${this.region.id}"]`)) {
      const fresh = fragment.getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    }
    const fresh = fragment.getElementById(this.region.id) || fragment.body;
    if (fresh.innerHTML === this.region.innerHTML) return;
    const before = this.sentence();
    const focused = this.region.contains(document.activeElement) ? this.pathTo(document.activeElement) : null;
    const open = new Set([...this.region.querySelectorAll("details[open][id]")].map((details) => details.id));
    this.region.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    for (const details of this.region.querySelectorAll("details[id]")) if (open.has(details.id)) details.open = true;
    if (window.htmx) window.htmx.process(this.region);
    if (focused) this.focusAgain(focused);
    const after = this.sentence();
    if (after !== before) announce(after);
    this.region.dispatchEvent(new CustomEvent("sw:refreshed", { bubbles: true }));
  }

  sentence() {
    const headline = this.region.querySelector("[data-headline], .sw-status-sentence");
    return headline ? headline.textContent.trim().replace(/\s+/g, " ") : "";
  }

  // How to find the same control again in the new fragment: by id, address, or name and value.
  pathTo(element) {
    if (element.id) return `#${CSS.escape(element.id)}`;
    if (element.matches("a[href]")) return `a[href="${CSS.escape(element.getAttribute("href"))}"]`;
    if (element.name) return `[name="${CSS.escape(element.name)}"][value="${CSS.escape(element.value)}"]`;
    return "";
  }

  focusAgain(path) {
    let same = path && this.region.querySelector(path);
    if (!same) {
      same = this.region;
      same.tabIndex = -1;
    }
    same.focus({ preventScroll: true });
  }
}

for (const region of document.querySelectorAll("[data-fragment]")) new LiveCase(region);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// ---- htmx -------------------------------------------------------------------------------------------------------
// A swap that removed the focused control must not drop the focus to <body>.
document.addEventListener("htmx:afterSwap", (event) => {
  if (document.activeElement !== document.body) return;
  const target = document.getElementById(event.detail.target.id) || event.detail.target;
  const next = target.querySelector && target.querySelector("a, button, input:not([type=hidden])");
  if (next) next.focus({ preventScroll: true });
});

// The server may say a sentence with HX-Trigger: {"announce": "…"}.
document.addEventListener("announce", (event) => announce(event.detail.value));
