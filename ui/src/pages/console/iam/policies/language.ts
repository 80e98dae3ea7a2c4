import { json } from "@codemirror/lang-json";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Diagnostic } from "@codemirror/lint";
import type { Extension, Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { PolicyProblem } from "../../../../api/types";

/** JSON in the colours of the page, light or dark. */
export function policyLanguage(): Extension {
  const style = HighlightStyle.define([
    { tag: tags.propertyName, color: "var(--policy-key)" },
    { tag: tags.string, color: "var(--policy-string)" },
    { tag: [tags.number, tags.bool, tags.null], color: "var(--policy-atom)" },
  ]);
  return [json(), syntaxHighlighting(style), LOOK];
}

const LOOK = EditorView.theme({
  "&": { fontSize: "14px", height: "100%" },
  ".cm-scroller": { fontFamily: "var(--policy-font)", lineHeight: "1.5" },
  ".cm-gutters": { backgroundColor: "transparent", color: "inherit", borderInlineEnd: "1px solid var(--policy-line)" },
  ".cm-content": { caretColor: "currentColor" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "currentColor" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--policy-active)" },
  "&.cm-focused": { outline: "2px solid var(--policy-focus)", outlineOffset: "1px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--policy-selection)",
  },
  ".cm-tooltip": { color: "#0f141a", backgroundColor: "#ffffff" },
});

/** From lines and columns, both from 1 and in characters, to places in the text. */
export function marks(doc: Text, problems: PolicyProblem[]): Diagnostic[] {
  return problems.map(({ line, column, message }) => {
    const at = doc.line(Math.min(Math.max(line ?? 1, 1), doc.lines));
    const before = [...at.text].slice(0, (column ?? 1) - 1).join("").length;
    const from = Math.min(at.from + before, at.to);
    const word = /^(?:"(?:[^"\\]|\\.)*"?|[\w.-]+|.)/.exec(at.text.slice(before))?.[0].length ?? 0;
    return { from, to: Math.min(from + word, at.to), severity: "error", message };
  });
}
