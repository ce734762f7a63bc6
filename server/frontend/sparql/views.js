// Tabs over a result: what the server sent (a table, words, Turtle), and what is drawn of the table when it is asked for.
import { readLinks, readTable } from "./table.js";
import { makeSortable } from "./sorting.js";

const MOST_CHARACTERS = 100_000;

export function showViews(result) {
  result.querySelector("[role=tablist]")?.remove();
  for (const drawn of result.querySelectorAll("[data-drawn]")) drawn.remove();
  const views = [...result.querySelectorAll("[data-view]")].map((panel) => ({
    name: panel.dataset.view,
    label: panel.dataset.label,
    panel,
  }));
  const table = result.querySelector("[data-view=table] table");
  if (!table) {
    updateShare(result);
    return;
  }
  makeSortable(table);
  const data = readTable(table);
  const triples = views.some((view) => view.name === "response");
  const links = readLinks(data, triples);
  const drawn = [];
  if (!triples) drawn.push(drawnView("chart", "Chart", "sparql-chart", (panel, draw, state) => draw(panel, data, state, remember)));
  if (links?.length) drawn.push(drawnView("graph", "Graph", "sparql-graph", (panel, draw) => draw(panel, links)));
  views.splice(1, 0, ...drawn);
  if (!triples) views.push(responseView());
  tabs(result, views);

  function remember(state) {
    setState({ ...state, view: "chart" });
    updateShare(result);
  }
}

function drawnView(name, label, bundle, draw) {
  const panel = document.createElement("div");
  panel.dataset.view = name;
  panel.dataset.drawn = "";
  return { name, label, panel, open: async (state) => draw(panel, await load(bundle), state) };
}

// The script of a view is fetched when the view is first wanted, and leaves its function under its own name.
function load(bundle) {
  return new Promise((resolve, reject) => {
    if (globalThis[bundle]) return resolve(globalThis[bundle]);
    const script = document.createElement("script");
    script.src = `/static/vendor/${bundle}.js`;
    script.onload = () => resolve(globalThis[bundle]);
    script.onerror = () => reject(new Error("The drawing program could not be fetched."));
    document.head.append(script);
  });
}

function responseView() {
  const panel = document.createElement("div");
  panel.dataset.view = "response";
  panel.dataset.drawn = "";
  const open = async () => {
    const query = new URLSearchParams(location.search).get("query") ?? "";
    const response = await fetch("/sparql?" + new URLSearchParams({ query, format: "json" }));
    const text = await response.text();
    const code = document.createElement("pre");
    code.className = "code";
    code.tabIndex = 0;
    code.setAttribute("aria-label", "Response of the server");
    code.textContent = indented(text).slice(0, MOST_CHARACTERS);
    const note = document.createElement("p");
    note.className = "quiet";
    const cut = text.length > MOST_CHARACTERS ? `; the first ${MOST_CHARACTERS.toLocaleString("en")} are shown` : "";
    note.textContent = `${response.status}, ${response.headers.get("content-type")}, ${text.length.toLocaleString("en")} characters${cut}`;
    panel.replaceChildren(note, code);
  };
  return { name: "response", label: "Response", panel, open };
}

function indented(text) {
  try {
    return text.length > MOST_CHARACTERS ? text : JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

// The pattern of tabs of the WAI-ARIA Authoring Practices.
function tabs(result, views) {
  const list = document.createElement("div");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", "Ways to see the result");
  const buttons = views.map((view) => {
    const button = document.createElement("button");
    button.type = "button";
    button.id = `tab-${view.name}`;
    button.textContent = view.label;
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", `view-${view.name}`);
    view.panel.id = `view-${view.name}`;
    view.panel.setAttribute("role", "tabpanel");
    view.panel.setAttribute("aria-labelledby", button.id);
    button.addEventListener("click", () => select(view, true));
    return button;
  });
  list.append(...buttons);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (buttons.indexOf(document.activeElement) + step + views.length) % views.length;
    buttons[next].focus();
    select(views[next], true);
  });
  views[0].panel.before(list);
  list.after(...views.map((view) => view.panel));
  const state = getState();
  select(views.find((view) => view.name === state.view) ?? views[0], false);

  async function select(chosen, byHand) {
    views.forEach((view, index) => {
      view.panel.hidden = view !== chosen;
      buttons[index].setAttribute("aria-selected", String(view === chosen));
      buttons[index].tabIndex = view === chosen ? 0 : -1;
    });
    if (byHand) setState(chosen === views[0] ? {} : { view: chosen.name });
    updateShare(result);
    if (!chosen.open || chosen.panel.hasChildNodes()) return;
    chosen.panel.setAttribute("aria-busy", "true");
    try {
      await chosen.open(getState());
    } catch (error) {
      chosen.panel.textContent = error.message;
    }
    chosen.panel.removeAttribute("aria-busy");
  }
}

// How the result is seen stands behind the # of the address, so that a link shows it in the same way.
function getState() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

function setState(state) {
  const hash = new URLSearchParams(state).toString();
  history.replaceState(null, "", location.pathname + location.search + (hash ? "#" + hash : ""));
}

function updateShare(result) {
  const share = result.querySelector("[data-share]");
  if (share) share.href = location.pathname + location.search + location.hash;
}
