// Small helps; every page works without them.
"use strict";

for (const code of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy ${code.textContent}`);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "Copied";
  });
  code.after(" ", button);
}

// A passage that crosses another is in several parts, and :target reaches only the first.
function showPassage() {
  for (const part of document.querySelectorAll(".shown")) part.classList.remove("shown");
  const name = decodeURIComponent(location.hash.slice(1));
  if (!name) return;
  for (const part of document.querySelectorAll("mark[data-passage]")) {
    part.classList.toggle("shown", part.dataset.passage === name);
  }
}
if (document.querySelector("mark[data-passage]")) {
  addEventListener("hashchange", showPassage);
  showPassage();
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-passage]");
    if (!mark || event.target.closest("a") || !getSelection().isCollapsed) return;
    const number = document.querySelector(`.notes a[href="#${mark.dataset.passage}"]`);
    const note = number ? number.closest("li").id : null;
    location.hash = note || mark.dataset.passage;
  });
}
