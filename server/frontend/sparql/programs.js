// The programs follow the query while it is edited, each with a button that copies it.
export function keepPrograms(query) {
  const section = document.getElementById("programs");
  let written = new URLSearchParams(location.search).get("query")?.trim() ?? query();
  let timer = null;

  async function refresh() {
    const wanted = query();
    if (!wanted || wanted === written) return;
    const response = await fetch("/sparql/programs.json?" + new URLSearchParams({ query: wanted })).catch(() => null);
    if (!response?.ok) return;
    const codes = await response.json();
    for (const code of section.querySelectorAll("[data-program]")) code.textContent = codes[code.dataset.program];
    written = wanted;
  }

  for (const code of section.querySelectorAll("[data-program]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy the ${code.getAttribute("aria-label")} program`);
    button.addEventListener("click", async () => {
      await refresh();
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    code.before(button);
    code.parentElement.addEventListener("toggle", refresh);
  }
  document.getElementById("editor").addEventListener("keyup", () => {
    clearTimeout(timer);
    if (section.querySelector("details[open] [data-program]")) timer = setTimeout(refresh, 400);
  });
  return refresh;
}
