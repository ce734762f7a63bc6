// YASQE with our prefixes and our terms; what it would ask of other servers is left out.
import Yasqe from "@zazuko/yasqe";
import { registerCompleters } from "./completion.js";

export function putEditor(form, area, run) {
  const prefixes = JSON.parse(form.dataset.prefixes);
  const place = document.createElement("div");
  place.id = "editor";
  area.before(place);
  area.hidden = true;
  registerCompleters(Yasqe, prefixes);
  const editor = new Yasqe(place, {
    value: area.value,
    autocompleters: ["variables", "prefixes", "terms", "words"],
    prefixCcApi: null,
    createShareableLink: null,
    persistenceId: null,
    consumeShareLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    pluginButtons: () => [],
    viewportMargin: Infinity,
    syntaxErrorCheck: true,
    // Tab is the browser's, so that nobody is held in the editor.
    extraKeys: { "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-S": false, Tab: false, "Shift-Tab": false },
  });
  tellMistakesInText(editor);
  const input = editor.getInputField();
  input.setAttribute("aria-label", "Query");
  input.setAttribute("aria-describedby", "keys");
  form.querySelector("label").removeAttribute("for");
  document.getElementById("keys").hidden = false;

  // A known prefix that is used and not declared is declared.
  editor.fillPrefixes = () => {
    const query = editor.getValueWithoutComments().replace(/<[^<>\s]*>|"[^"\n]*"|'[^'\n]*'/g, "");
    const declared = editor.getPrefixesFromQuery();
    const missing = {};
    for (const [, prefix] of query.matchAll(/(?<![\w?$:])([a-z]+):(?=\w)/g)) {
      if (prefix in prefixes && !(prefix in declared)) missing[prefix] = prefixes[prefix];
    }
    if (Object.keys(missing).length) editor.addPrefixes(missing);
  };
  return editor;
}

// YASQE's own tooltip is HTML with styles in it, which the policy of the page forbids.
function tellMistakesInText(editor) {
  const mark = editor.setGutterMarker;
  editor.setGutterMarker = (line, gutter, element) => {
    if (element) {
      const last = { line, ch: editor.getDoc().getLine(line).length };
      const { errorMsg, possibleCurrent } = editor.getTokenAt(last, true).state;
      element.title = errorMsg || `This line cannot be read. Expected: ${(possibleCurrent || []).join(", ")}`;
      element.onmouseover = element.onmouseout = null;
    }
    return mark.call(editor, line, gutter, element);
  };
  editor.checkSyntax();
}
