// Puts an editor into the query form, and fetches results without leaving the page.
"use strict";

const form = document.getElementById("sparql");
const area = document.getElementById("query");
const result = document.getElementById("result");
const take = document.getElementById("take");
const prefixes = JSON.parse(form.dataset.prefixes);
let editor = null;

if (window.Yasqe) {
  const place = document.createElement("div");
  place.id = "editor";
  area.before(place);
  area.hidden = true;
  editor = new Yasqe(place, {
    value: area.value,
    autocompleters: ["variables"],
    prefixCcApi: null,
    createShareableLink: null,
    persistenceId: null,
    consumeShareLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "18rem",
    pluginButtons: () => [],
    viewportMargin: Infinity,
    extraKeys: { "Ctrl-Enter": run, "Cmd-Enter": run, Tab: false, "Shift-Tab": false },
  });
  editor.getInputField().setAttribute("aria-label", "Query");
  form.querySelector("label").removeAttribute("for");
  editor.on("blur", fillPrefixes);
}

// A known prefix that is used and not declared is declared.
function fillPrefixes() {
  const query = editor.getValueWithoutComments();
  const declared = editor.getPrefixesFromQuery();
  const missing = {};
  for (const match of query.replace(/<[^>]*>|"[^"]*"/g, "").matchAll(/\b([a-z]+):(?=\w)/g)) {
    if (prefixes[match[1]] && !declared[match[1]]) missing[match[1]] = prefixes[match[1]];
  }
  if (Object.keys(missing).length) editor.addPrefixes(missing);
}

async function run() {
  if (editor) {
    fillPrefixes();
    area.value = editor.getValue();
  }
  const query = area.value.trim();
  if (!query) return;
  const address = "/sparql?" + new URLSearchParams({ query });
  result.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("result");
    if (fresh) result.replaceChildren(...fresh.childNodes);
    else result.textContent = `The server answered ${response.status}.`;
  } catch {
    result.textContent = "The server cannot be reached.";
  }
  result.removeAttribute("aria-busy");
  take.hidden = false;
  for (const link of take.querySelectorAll("[data-format]")) {
    link.href = "/sparql?" + new URLSearchParams({ query, format: link.dataset.format });
  }
  take.querySelector("[data-share]").href = address;
  history.replaceState(null, "", address);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
