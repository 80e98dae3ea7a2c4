import Button from "@cloudscape-design/components/button";
import { api } from "../api/client";
import type { Call } from "../api/types";
import { when } from "../shell/when";

/** A call that takes no digits any more. */
export function PastCall({ call }: { call: Call }) {
  const { id, from, startedAt, state } = call;
  const path = { params: { path: { id } } };
  return (
    <article className="card" data-testid={`call-${state}`}>
      <h4>{from}</h4>
      <p>
        {when(startedAt)} · {state === "accepted" ? "verified" : "over"}
      </p>
      <Button
        ariaLabel={state === "accepted" ? `Hang up ${from}` : `Remove the call of ${from}`}
        onClick={() => void api.DELETE("/desk/phone/calls/{id}", path)}
      >
        {state === "accepted" ? "Hang up" : "Remove"}
      </Button>
    </article>
  );
}
