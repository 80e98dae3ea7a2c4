import { useState } from "react";
import { useKeyRequest } from "../browser/credentials";
import { KeyDialog } from "./KeyDialog";

/** The simulated browser's own dialog: a site asks for a key. */
export function TouchKey() {
  const request = useKeyRequest();
  const [shown, setShown] = useState({ request, turn: 0 });
  // Another request is another dialog: no PIN and no refusal of the last one may stay in it.
  if (shown.request !== request) setShown({ request, turn: shown.turn + 1 });
  return request === null ? null : <KeyDialog key={shown.turn} request={request} />;
}
