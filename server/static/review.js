// Keys for review, and no reload: every key presses a button or follows a link that is there without scripts too.
"use strict";

(() => {
  const announced = document.getElementById("announced");
  let busy = false;

  const root = () => document.getElementById("review");
  const marks = () => document.querySelector(".document mark");

  function announce(words) {
    announced.textContent = "";
    if (words) setTimeout(() => { announced.textContent = words; }, 50);
  }

  // The page that was fetched takes the place of this one; what was open, scrolled and focused stays so.
  function swap(fetched, address, push) {
    const old = root();
    const said = old.querySelector("#message")?.textContent.trim();
    const made = fetched.getElementById("review");
    if (!made || made.dataset.page !== old.dataset.page) return location.assign(address);
    const message = made.querySelector("#message");
    const words = message ? message.textContent.trim() : made.querySelector("#candidate")?.textContent.trim();
    const focused = document.activeElement;
    const part = focused && focused.closest(".document .part[id]");
    const same = old.dataset.at === made.dataset.at;
    const shown = ["list", "left", "help", "picture"].filter((id) => document.getElementById(id)?.open);
    old.replaceWith(document.adoptNode(made));
    document.title = fetched.title;
    if (push) history.pushState(null, "", address);
    for (const id of shown) document.getElementById(id)?.setAttribute("open", "");
    prepare();
    const place = part && document.getElementById(part.id)?.querySelector(".sign");
    const opened = document.querySelector("#add[open], #reasons[open]");
    if (made.dataset.page === "running") {
      if (old.dataset.page !== "running" || words !== said) document.querySelector("#review h1").focus();
    } else if (opened && opened.querySelector("form")) enter(opened);
    else (place || document.getElementById("candidate") || document.querySelector("h1"))?.focus({ preventScroll: true });
    if (place) step(place);
    if (!same || !part) reveal();
    if (made.dataset.page !== "running" || words !== said) announce(words);
  }

  function reveal() {
    const mark = marks();
    if (mark) mark.scrollIntoView({ block: matchMedia("(max-width: 60rem)").matches ? "start" : "center" });
    document.querySelector(".row .now")?.parentElement.scrollTo({ top: document.querySelector(".row .now").offsetTop - 40 });
  }

  async function load(address, options = {}, push = true) {
    if (busy) return;
    busy = true;
    root().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, {
        ...options,
        headers: { Accept: "text/html", "X-Requested-With": "review" },
      });
      const fetched = new DOMParser().parseFromString(await answer.text(), "text/html");
      const message = fetched.querySelector("#message[data-refused]");
      if (answer.status === 422 && message) refuse(message);
      else if (fetched.getElementById("review")) swap(fetched, answer.url, push);
      else refuse(problem(fetched.querySelector(".head .lead")?.textContent || `The server answered ${answer.status}.`));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      refuse(problem("The server cannot be reached, and nothing was decided. Try again."));
    } finally {
      busy = false;
      root().removeAttribute("aria-busy");
    }
  }

  function problem(words) {
    const made = document.createElement("p");
    made.className = "caveat";
    made.id = "message";
    made.textContent = words;
    return made;
  }

  // What was filled in stays as it is; only the reason comes from the server.
  function refuse(message) {
    document.getElementById("message")?.remove();
    const made = document.adoptNode(message);
    (document.querySelector(".card") || root()).prepend(made);
    made.scrollIntoView({ block: "nearest" });
    announce(made.textContent.trim());
  }

  function send(form, submitter) {
    const data = new URLSearchParams(new FormData(form, submitter));
    const address = form.getAttribute("action"); // a button of the name "action" stands before the property
    if (form.getAttribute("method") !== "post") return load(`${address}?${data}`);
    return load(address, { method: "POST", body: data });
  }

  // The codes of characters from the start of the text to a place in it.
  function offset(node, at) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const passage = element.closest(".passage");
    if (!passage) return null;
    const range = document.createRange();
    range.setStart(passage, 0);
    range.setEnd(node, at);
    return Number(passage.dataset.start) + [...range.toString()].length;
  }

  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const text = document.querySelector(".document");
    if (!text.contains(range.commonAncestorContainer)) return null;
    const touched = [...text.querySelectorAll(".passage")].filter((each) => range.intersectsNode(each));
    if (!touched.length) return null;
    const start = offset(range.startContainer, range.startOffset) ?? Number(touched[0].dataset.start);
    const end = offset(range.endContainer, range.endOffset) ?? Number(touched.at(-1).dataset.end);
    return start < end ? [start, end] : null;
  }

  function query(changes) {
    const address = new URL(location.href);
    for (const name of ["did", "do", "passage", "start", "end"]) address.searchParams.delete(name);
    if (root().dataset.at) address.searchParams.set("at", root().dataset.at);
    for (const [name, value] of Object.entries(changes)) address.searchParams.set(name, value);
    address.hash = "";
    return address.href;
  }

  // The passage in which the focus is, as its id in the address has it.
  function passage() {
    const part = document.activeElement?.closest(".document .part[id]");
    return part ? part.id.slice(1) : "";
  }

  function enter(details) {
    details.open = true;
    details.scrollIntoView({ block: "nearest" });
    const fields = "input:not([type=hidden]), textarea, select, button, a";
    (details.querySelector("input:checked") || [...details.querySelectorAll(fields)].find((each) => each.checkVisibility?.() ?? true))?.focus();
  }

  function press(key) {
    if (key === "d") {
      const words = selected() || (passage() ? passage().split("-") : null);
      if (words) return load(query({ do: "add", start: words[0], end: words[1] }));
    }
    if (key === "o" && passage()) return load(query({ do: "reasons", passage: passage() }));
    const found = document.querySelector(`#review [data-key="${CSS.escape(key)}"]`);
    if (!found) return false;
    if (found.tagName !== "SUMMARY") found.click();
    else if (found.parentElement.open) {
      found.parentElement.open = false;
      found.focus();
    } else enter(found.parentElement);
    return true;
  }

  // One stop of the tab key for all signs; the arrow keys go from one to the next.
  const signs = () => [...document.querySelectorAll(".document .sign")];

  function step(sign) {
    for (const each of signs()) each.tabIndex = each === sign ? 0 : -1;
  }

  function walk(event) {
    const sign = event.target.closest(".document .sign");
    const all = signs();
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      const next = all[all.indexOf(sign) + by];
      if (next) {
        step(next);
        next.focus();
      }
      return true;
    }
    const way = { ArrowRight: "forward", ArrowLeft: "backward" }[event.key];
    if (!way) return false;
    const words = sign.parentElement.querySelector(".passage");
    const selection = getSelection();
    if (!selection.rangeCount || !words.contains(selection.anchorNode)) selection.collapse(words, 0);
    else if (!event.shiftKey) selection[way === "forward" ? "collapseToEnd" : "collapseToStart"]();
    selection.modify("extend", way, "word");
    return true;
  }

  function isField(element) {
    return element.matches?.("input:not([type=radio], [type=checkbox], [type=submit]), textarea, select");
  }

  function prepare() {
    for (const each of document.querySelectorAll(".script")) each.hidden = false;
    const keys = document.getElementById("keys");
    if (keys) keys.checked = localStorage.getItem("review-keys") !== "off";
    const first = document.querySelector(".document mark")?.closest(".part")?.querySelector(".sign") || signs()[0];
    if (first) step(first);
    if ("running" in root().dataset) setTimeout(() => load(location.href, {}, false), 700);
  }

  document.addEventListener("submit", (event) => {
    if (!root().contains(event.target)) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#review a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const path = new URL(link.href).pathname;
    if (path !== location.pathname || root().dataset.page !== "document") return;
    event.preventDefault();
    const place = link.hash.slice(1);
    load(link.href).then(() => {
      const part = place && document.getElementById(place);
      if (part && !marks()?.closest(`#${place}`)) part.scrollIntoView({ block: "center" });
    });
  });

  document.addEventListener("change", (event) => {
    if (event.target.id === "keys") localStorage.setItem("review-keys", event.target.checked ? "on" : "off");
    if (event.target.closest(".filter")) event.target.form.requestSubmit();
  });

  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.isComposing || event.altKey || event.metaKey) return;
    if (key === "Escape" && (isField(target) || target.closest?.("#review details"))) {
      target.closest("details")?.querySelector("summary").focus();
      return;
    }
    if (isField(target)) {
      if (key === "Enter" && event.ctrlKey) target.form?.requestSubmit(target.form.querySelector("button:not(.first)"));
      return;
    }
    if (event.ctrlKey) return;
    if (target.closest?.(".document .sign") && walk(event)) {
      event.preventDefault();
      return;
    }
    const numbered = document.querySelector(`#review details[open] [data-number="${CSS.escape(key)}"]`);
    if (/^[1-9]$/.test(key) && target.closest?.("details[open]")) {
      const own = target.closest("details").querySelector(`[data-number="${key}"]`) || numbered;
      own?.focus();
      own?.click();
      return;
    }
    if (key.length !== 1 || key === " " || event.repeat || localStorage.getItem("review-keys") === "off") return;
    if (press(key) !== false) event.preventDefault();
  });

  addEventListener("popstate", () => load(location.href, {}, false));
  prepare();
  if (!location.hash && root().dataset.page === "document" && marks()) reveal();
})();
