// A code field that suggests: type digits or words, choose with the arrow keys or the mouse. Without this file it is a
// plain text field beside a link to the search. Markup and texts: templates/forms/code.html.
"use strict";

const CODE_WAIT_MS = 160;
let codeFields = 0;

class CodeField {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input");
    this.id = `codes-${++codeFields}`;
    this.hits = [];
    this.active = -1;
    this.asked = 0;
    this.build();
    this.input.addEventListener("input", () => this.soon());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => { this.close(); this.tell(); });
    this.popup.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.popup.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.place));
    });
    this.tell();
  }

  build() {
    this.popup = document.createElement("div");
    this.popup.className = "sw-combo-list";
    this.popup.hidden = true;
    this.said = document.createElement("p");
    this.said.className = "sw-combo-said";
    this.list = document.createElement("ul");
    this.list.id = this.id;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.box.dataset.listLabel);
    this.popup.append(this.said, this.list);
    this.name = document.createElement("p");
    this.name.className = "sw-combo-name";
    this.box.append(this.popup, this.name);
    const combobox = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.id };
    for (const [key, value] of Object.entries(combobox)) this.input.setAttribute(key, value);
  }

  soon() {
    clearTimeout(this.due);
    this.name.textContent = "";
    this.due = setTimeout(() => this.search(), CODE_WAIT_MS);
  }

  async ask(query, whole) {
    const address = new URL(this.box.dataset.suggest, location.href);
    address.search = new URLSearchParams({ q: query, whole }).toString();
    const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async search() {
    const query = this.input.value.trim();
    const turn = ++this.asked;
    const digits = query.replace(/[\s.]/g, "");
    const isCode = /^\d+$/.test(digits);
    if ((isCode ? digits.length < 2 : query.length < 3) || document.activeElement !== this.input) {
      this.close();
      return;
    }
    let found;
    try {
      found = await this.ask(query, this.box.dataset.whole);
    } catch {
      if (turn === this.asked) this.show([], this.box.dataset.failed);
      return;
    }
    if (turn !== this.asked || document.activeElement !== this.input) return;
    const said = found.meant ? this.box.dataset.meant.replace("{}", found.meant) : "";
    this.show(found.hits, found.hits.length ? said : this.box.dataset.none);
  }

  show(hits, said) {
    this.hits = hits;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.said.textContent = said;
    this.said.hidden = !said;
    this.list.replaceChildren(...hits.map((hit, place) => this.option(hit, place)));
    this.list.hidden = !hits.length;
    this.popup.hidden = false;
    this.input.setAttribute("aria-expanded", String(hits.length > 0));
    this.announce(hits.length ? `${said} ${this.box.dataset.count.replace("{}", hits.length)}` : said);
  }

  option(hit, place) {
    const option = document.createElement("li");
    option.id = `${this.id}-${place}`;
    option.dataset.place = String(place);
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const code = document.createElement("span");
    code.className = "sw-code";
    code.textContent = hit.written;
    const name = document.createElement("b");
    name.lang = hit.language;
    name.textContent = hit.name;
    option.append(code, name);
    if (hit.path.length) {
      const path = document.createElement("span");
      path.className = "sw-muted";
      path.textContent = hit.path.slice(1).join(" › ") || hit.path[0];
      option.append(path);
    }
    return option;
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      if (this.popup.hidden || !this.hits.length) this.search();
      else this.move(steps[event.key]);
    } else if (event.key === "Enter" && !this.popup.hidden && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && !this.popup.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  move(step) {
    const count = this.hits.length;
    this.active = this.active < 0 && step < 0 ? count - 1 : (this.active + step + count) % count;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === this.active)));
    const option = this.list.children[this.active];
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  // A whole code is taken; a shorter one opens the codes under it, where there are any.
  async choose(place) {
    const hit = this.hits[place];
    this.input.value = hit.code;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    if (hit.whole) {
      this.close();
      this.say(hit);
      return;
    }
    await this.search();
    if (this.hits.length === 1 && this.hits[0].code === hit.code) {
      this.close();
      this.say(hit);
    } else if (this.box.dataset.whole === "1") {
      this.said.textContent = this.box.dataset.short;
      this.said.hidden = false;
    }
  }

  close() {
    clearTimeout(this.due);
    this.asked += 1;
    this.popup.hidden = true;
    this.hits = [];
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  // What the code in the field is called, or that the loaded tariff does not have it.
  async tell() {
    const digits = this.input.value.replace(/[\s.]/g, "");
    if (this.name.dataset.code === digits && this.name.textContent) return;
    this.name.textContent = "";
    if (!/^\d{6,10}$/.test(digits)) return;
    try {
      const found = await this.ask(digits, "0");
      if (this.input.value.replace(/[\s.]/g, "") !== digits) return;
      const hit = found.hits.find((one) => one.code === digits);
      if (hit) this.say(hit);
      else if (found.complete && digits.length === 10) this.name.textContent = this.box.dataset.unknown;
    } catch {
      // the name is only a help
    }
  }

  say(hit) {
    this.name.dataset.code = hit.code;
    this.name.lang = hit.language;
    this.name.textContent = [...hit.path.slice(1), hit.name].join(" › ");
    this.announce(this.name.textContent);
  }

  announce(sentence) {
    const region = document.getElementById("announce");
    if (!region) return;
    region.textContent = "";
    setTimeout(() => { region.textContent = sentence; }, 60);
  }
}

const readyCodeFields = (root) => {
  for (const box of root.querySelectorAll("[data-code-field]:not([data-ready])")) {
    box.dataset.ready = "";
    new CodeField(box);
  }
};
readyCodeFields(document);
document.addEventListener("htmx:afterSettle", (event) => readyCodeFields(event.target));
document.addEventListener("sw:refreshed", (event) => readyCodeFields(event.target));
