// In a document, choosing words shows every claim made from them. Without scripts the notes beside the text do.
"use strict";

const panel = document.getElementById("passage");
const title = document.getElementById("passage-title");
const marks = [...document.querySelectorAll("mark[id][data-passage]")];
const notes = [...document.querySelectorAll(".text .notes li")].map((note) => ({
  note,
  passages: note.dataset.passages.trim().split(" "),
}));
let chosen = null;

function ends(name) {
  const found = /^p(\d+)-(\d+)$/.exec(name);
  return found ? [Number(found[1]), Number(found[2])] : null;
}

function overlap([start, end], name) {
  const [from, to] = ends(name);
  return from < end && start < to;
}

function list(place, found) {
  const copies = found.map(({ note }) => {
    const copy = note.cloneNode(true);
    copy.removeAttribute("id");
    const number = copy.querySelector(".number");
    number.href = `#${note.id}`;
    number.setAttribute("aria-label", `${number.textContent}: show its note`);
    return copy;
  });
  place.replaceChildren(...copies);
}

function light(name) {
  // A passage that crosses another is in several parts, and :target reaches only the first.
  for (const part of document.querySelectorAll("mark[data-passage]")) {
    part.classList.toggle("shown", part.dataset.passage === name);
  }
}

function show(name) {
  const span = ends(name);
  const mark = span && document.getElementById(name);
  light(mark ? name : null);
  if (!mark) {
    panel.hidden = true;
    return;
  }
  chosen = mark;
  stop(mark);
  const exact = notes.filter(({ passages }) => passages.includes(name));
  const near = notes.filter(({ passages }) => !passages.includes(name) && passages.some((each) => overlap(span, each)));
  title.textContent = exact.length === 1 ? "1 claim from these words" : `${exact.length} claims from these words`;
  list(panel.querySelector(".exact"), exact);
  list(panel.querySelector(".near"), near);
  panel.querySelector("h3").hidden = near.length === 0;
  const page = panel.querySelector("[data-evidence]");
  page.href = page.dataset.evidence + span.join("-");
  panel.hidden = false;
  panel.scrollTop = 0;
}

function choose(name) {
  if (location.hash !== `#${name}`) history.pushState(null, "", `#${name}`);
  show(name);
  title.focus({ preventScroll: true });
}

function close() {
  panel.hidden = true;
  light(null);
  if (chosen) chosen.focus({ preventScroll: true });
}

// One stop of the tab key for all passages; arrow keys go from one to the next.
function stop(mark) {
  for (const each of marks) each.tabIndex = each === mark ? 0 : -1;
}

function fromAddress() {
  show(decodeURIComponent(location.hash.slice(1)));
}

if (marks.length) {
  document.getElementById("choosing").hidden = false;
  stop(marks[0]);
  addEventListener("hashchange", fromAddress);
  addEventListener("popstate", fromAddress);
  panel.querySelector("button").addEventListener("click", close);
  document.addEventListener("click", (event) => {
    const many = event.target.closest("a[data-opens]");
    const mark = event.target.closest("mark[data-passage]");
    if (many && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      choose(many.dataset.opens);
    } else if (mark && !event.target.closest("a") && getSelection().isCollapsed) {
      choose(mark.dataset.passage);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) {
      close();
      return;
    }
    const place = marks.indexOf(event.target);
    if (place < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && marks[place + step]) {
      event.preventDefault();
      stop(marks[place + step]);
      marks[place + step].focus();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(event.target.dataset.passage);
    }
  });
  fromAddress();
}
