// Suggestions below every search field: a combobox with a listbox (WAI-ARIA), over a form that works without it.
"use strict";

const PATIENCE_MS = 120;
const LANGUAGES = typeof Intl.DisplayNames === "function" ? new Intl.DisplayNames(["en"], { type: "language" }) : null;

// The style is fetched once a field is used, so that no page waits for it.
let style = null;
function styled() {
  style ??= new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = "/static/suggest.css";
    link.onload = link.onerror = done;
    document.head.append(link);
  });
  return style;
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

class Suggestions {
  constructor(input) {
    this.input = input;
    this.found = [];
    this.active = -1;
    this.asked = null;
    this.timer = 0;
    const id = `${input.id || "search"}-suggestions`;
    this.list = element("ul", { id, className: "suggestions", role: "listbox", hidden: true });
    this.list.setAttribute("aria-label", "Suggestions");
    this.status = element("p", { className: "hidden", role: "status" });
    input.form.classList.add("suggesting");
    input.form.append(this.list, this.status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-haspopup", "listbox");
    input.setAttribute("aria-controls", id);
    input.setAttribute("aria-expanded", "false");
    input.autocomplete = "off";
    input.addEventListener("focus", styled, { once: true });
    input.addEventListener("input", (event) => event.isComposing || this.later());
    input.addEventListener("compositionend", () => this.later());
    input.addEventListener("keydown", (event) => event.isComposing || this.key(event));
    input.addEventListener("blur", () => this.close());
    // A press would take the focus from the field, and with it the list.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.go(Number(option.dataset.at));
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PATIENCE_MS);
  }

  async ask() {
    const typed = this.input.value.trim();
    this.asked?.abort();
    if (!typed) return this.close();
    this.asked = new AbortController();
    try {
      const address = `/suggest?${new URLSearchParams({ q: typed })}`;
      const [answer] = await Promise.all([fetch(address, { signal: this.asked.signal }), styled()]);
      if (!answer.ok) return this.close();
      const { suggestions } = await answer.json();
      if (document.activeElement === this.input) this.show(suggestions);
    } catch {
      // Another letter came in between, or the server went away: the form still works.
    }
  }

  show(found) {
    this.found = found;
    this.list.replaceChildren(...found.map((each, at) => this.option(each, at)));
    this.choose(-1);
    this.place();
    this.expand(found.length > 0);
    const count = found.length === 1 ? "1 suggestion" : `${found.length || "No"} suggestions`;
    this.status.textContent = found.length ? `${count}, up and down arrows to choose.` : `${count}.`;
  }

  option(each, at) {
    const option = element("li", { id: `${this.list.id}-${at}`, role: "option" }, element("b", { textContent: each.label }), element("small", { textContent: each.kind }));
    option.setAttribute("aria-selected", "false");
    option.dataset.at = at;
    if (each.matched !== each.label) {
      const name = element("span", { textContent: each.matched, lang: each.language });
      const tongue = each.language !== "en" && LANGUAGES ? ` (${LANGUAGES.of(each.language)})` : "";
      option.append(element("small", { className: "matched" }, "also: ", name, tongue));
    }
    return option;
  }

  // Below the field, as wide as it or as reads well, and never past the edge of the window.
  place() {
    const { input, list } = this;
    const form = input.form.getBoundingClientRect();
    const field = input.getBoundingClientRect();
    const room = document.documentElement.clientWidth - 16;
    const width = Math.min(Math.max(field.width, 352), room);
    const left = Math.max(8, Math.min(field.left, room + 8 - width));
    list.style.width = `${width}px`;
    list.style.left = `${left - form.left}px`;
    list.style.top = `${field.bottom - form.top}px`;
  }

  key(event) {
    const open = !this.list.hidden;
    const last = this.found.length - 1;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !open) {
      event.preventDefault();
      this.ask();
    } else if (step) {
      event.preventDefault();
      // Past either end the field itself comes next.
      const next = this.active + step;
      this.choose(next < -1 ? last : next > last ? -1 : next);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.go(this.active);
    }
  }

  choose(at) {
    this.active = at;
    [...this.list.children].forEach((option, place) => {
      option.setAttribute("aria-selected", String(place === at));
      if (place === at) option.scrollIntoView({ block: "nearest" });
    });
    if (at < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${at}`);
  }

  go(at) {
    location.assign(this.found[at].href);
  }

  expand(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.expand(false);
    this.choose(-1);
    this.status.textContent = "";
  }
}

for (const input of document.querySelectorAll("form[role=search] input[type=search]")) new Suggestions(input);
