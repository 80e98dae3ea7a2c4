import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { EditorView } from "@codemirror/view";
import { useEffect, useId, useRef, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { DocumentKind, ErrorBody, PolicyChecked, PolicyProblem } from "../../../../api/types";
import { problemWords } from "../../ConsolePage";
import { marks } from "./language";
import { PolicyText } from "./PolicyText";

/** Where most policies begin. */
export const EMPTY_POLICY = `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Statement1",
            "Effect": "Allow",
            "Action": [],
            "Resource": []
        }
    ]
}`;

/** How long nothing is typed before the core is asked. */
const PAUSE = 300;

interface Props {
  label: string;
  kind: DocumentKind;
  value: string;
  onChange(value: string): void;
  /** What the core said when the document was to be saved. */
  error?: ErrorBody | null;
}

/** A policy document, checked by the core while it is typed. */
export function PolicyEditor({ label, kind, value, onChange, error }: Props) {
  const checked = useChecked(kind, value);
  const editor = useRef<EditorView | null>(null);
  const id = useId();
  const problems = checked?.problems ?? error?.problems ?? NONE;
  const go = (problem: PolicyProblem) => {
    const view = editor.current;
    const [mark] = view === null ? [] : marks(view.state.doc, [problem]);
    if (view === null || mark === undefined) return;
    view.focus();
    view.dispatch({ selection: { anchor: mark.from, head: mark.to }, scrollIntoView: true });
  };
  return (
    <SpaceBetween size="xs">
      <PolicyText
        value={value}
        label={label}
        onChange={onChange}
        problems={problems}
        invalid={problems.length > 0}
        describedBy={id}
        editor={editor}
      />
      <div id={id} role="status" data-testid="policy-check">
        <Verdict checked={checked} problems={problems} />
      </div>
      {problems.length > 0 && (
        <ul className="policy-problems" aria-label="Problems">
          {problems.slice(0, SHOWN).map((problem, place) => (
            <li key={place}>
              <Button variant="inline-link" formAction="none" onClick={() => go(problem)}>
                {problemWords(problem)}
              </Button>
            </li>
          ))}
          {problems.length > SHOWN && <li>… and {problems.length - SHOWN} more.</li>}
        </ul>
      )}
    </SpaceBetween>
  );
}

const NONE: PolicyProblem[] = [];
const SHOWN = 20;

function Verdict({ checked, problems }: { checked: PolicyChecked | null; problems: PolicyProblem[] }) {
  const size = checked === null ? "" : ` ${checked.characters} of ${checked.limit} characters.`;
  if (problems.length > 0) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    return <StatusIndicator type="error">{`${count}.${size}`}</StatusIndicator>;
  }
  return checked === null ? (
    <StatusIndicator type="pending">Not checked yet.</StatusIndicator>
  ) : (
    <StatusIndicator type="success">{`No problems.${size}`}</StatusIndicator>
  );
}

/** What the core says of the text, once nobody has typed for a moment; an answer that came late is forgotten. */
function useChecked(kind: DocumentKind, document: string): PolicyChecked | null {
  const [checked, setChecked] = useState<PolicyChecked | null>(null);
  useEffect(() => {
    let live = true;
    const timer = setTimeout(() => {
      void outcome(api.POST("/api/policies/validate", { body: { document, kind } })).then((answer) => {
        if (live) setChecked(answer.ok ? answer.data : null);
      });
    }, PAUSE);
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }, [kind, document]);
  return checked;
}
