// The query page: an editor in place of the text field, results without leaving the page, and more ways to see them.
import "@zazuko/yasqe/build/yasqe.min.css";
import { putEditor } from "./sparql/editor.js";
import { showViews } from "./sparql/views.js";
import { keepPrograms } from "./sparql/programs.js";

const form = document.getElementById("sparql");
const area = document.getElementById("query");
const result = document.getElementById("result");
const status = document.getElementById("status");
const button = form.querySelector("button");
const editor = putEditor(form, area, run);
const refreshPrograms = keepPrograms(() => editor.getValue().trim());
let running = null;
let shown = location.search;

const stop = document.createElement("button");
stop.type = "button";
stop.className = "plain";
stop.textContent = "Stop";
stop.hidden = true;
stop.addEventListener("click", () => running?.abort());
button.after(" ", stop);

function run() {
  editor.fillPrefixes();
  const query = editor.getValue().trim();
  if (!query) return;
  const address = "/sparql?" + new URLSearchParams({ query });
  if (address !== location.pathname + location.search) history.pushState(null, "", address + location.hash);
  show(query, address);
}

async function show(query, address) {
  shown = location.search;
  running?.abort();
  const mine = (running = new AbortController());
  area.value = query;
  result.setAttribute("aria-busy", "true");
  status.textContent = "Running …";
  stop.hidden = false;
  let said;
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" }, signal: mine.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("result");
    // A request that was refused before it came to the query has a page of its own.
    result.replaceChildren(...(fresh ? fresh.childNodes : page.querySelectorAll("main .head")));
    said = page.getElementById("status")?.textContent ?? "";
  } catch (error) {
    if (mine !== running) return;
    const stopped = error.name === "AbortError";
    result.replaceChildren();
    said = stopped ? "Stopped." : "The server cannot be reached. Is there a connection? Run tries again.";
  }
  if (mine !== running) return;
  running = null;
  stop.hidden = true;
  result.removeAttribute("aria-busy");
  status.textContent = said;
  showViews(result);
  refreshPrograms();
  // Scrolled by hand, as scrollIntoView would move the place from which Tab goes on.
  const below = status.getBoundingClientRect().top - innerHeight / 2;
  if (below > innerHeight * 0.2) scrollBy(0, below);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});

// Back and forward lead from one query that was run to another.
addEventListener("popstate", () => {
  if (location.search === shown) return showViews(result);
  const query = new URLSearchParams(location.search).get("query");
  if (query === null) return location.reload();
  editor.setValue(query);
  show(query, location.pathname + location.search);
});

showViews(result);
