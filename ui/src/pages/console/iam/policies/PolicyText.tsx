import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { useEffect, useEffectEvent, useRef, type RefObject } from "react";
import type { PolicyProblem } from "../../../../api/types";
import { marks, policyLanguage } from "./language";
import "./policies.css";

export interface PolicyTextProps {
  /** What it says at first; another text later replaces what is there. */
  value: string;
  label: string;
  /** `undefined`: it can only be read. */
  onChange?: (value: string) => void;
  /** What is wrong with the text, marked in it. */
  problems?: PolicyProblem[];
  invalid?: boolean;
  describedBy?: string;
  /** Where the editor is, for those who move its cursor. */
  editor?: RefObject<EditorView | null>;
}

/** The text of a policy, as an editor with numbered lines. Tab leaves it; nothing traps the keyboard. */
export function PolicyText({ value, label, onChange, problems, invalid, describedBy, editor }: PolicyTextProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useEffectEvent((text: string) => onChange?.(text));
  const readOnly = onChange === undefined;
  const first = useEffectEvent(() => value);

  useEffect(() => {
    if (place.current === null) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: first(),
        extensions: [
          lineNumbers(),
          drawSelection(),
          indentUnit.of("    "),
          EditorView.lineWrapping,
          policyLanguage(),
          bracketMatching(),
          EditorState.readOnly.of(readOnly),
          readOnly
            ? []
            : [
                history(),
                lintGutter(),
                indentOnInput(),
                highlightActiveLine(),
                highlightActiveLineGutter(),
                EditorView.updateListener.of((update) => {
                  if (update.docChanged) changed(update.state.doc.toString());
                }),
              ],
          keymap.of([...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        ],
      }),
    });
    view.current = made;
    if (editor !== undefined) editor.current = made;
    return () => {
      made.destroy();
      view.current = null;
      if (editor !== undefined) editor.current = null;
    };
  }, [readOnly, editor]);

  useEffect(() => {
    const { current } = view;
    if (current === null || current.state.doc.toString() === value) return;
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const { current } = view;
    if (current === null || problems === undefined) return;
    current.dispatch(setDiagnostics(current.state, marks(current.state.doc, problems)));
  }, [problems]);

  useEffect(() => {
    const content = view.current?.contentDOM;
    if (content === undefined) return;
    content.setAttribute("aria-label", label);
    content.setAttribute("aria-multiline", "true");
    if (readOnly) content.setAttribute("aria-readonly", "true");
    content.setAttribute("aria-invalid", String(invalid === true));
    if (describedBy === undefined) content.removeAttribute("aria-describedby");
    else content.setAttribute("aria-describedby", describedBy);
  }, [label, readOnly, invalid, describedBy]);

  return <div ref={place} className={readOnly ? "policy-code policy-code-read" : "policy-code"} />;
}
