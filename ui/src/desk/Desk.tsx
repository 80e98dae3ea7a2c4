import { useState, type KeyboardEvent } from "react";
import { Glyph } from "../shell/Glyph";
import { Authenticator } from "./Authenticator";
import { Clock } from "./Clock";
import { Cookies } from "./Cookies";
import { Keys } from "./Keys";
import { Mailbox } from "./Mailbox";
import { Passwords } from "./Passwords";
import { Phone } from "./Phone";
import { SettingsTab } from "./SettingsTab";
import { Token } from "./Token";

const TABS = [
  { id: "passwords", label: "Passwords", Body: Passwords },
  { id: "authenticator", label: "Authenticator", Body: Authenticator },
  { id: "keys", label: "Keys", Body: Keys },
  { id: "token", label: "Token", Body: Token },
  { id: "phone", label: "Phone", Body: Phone },
  { id: "mailbox", label: "Mailbox", Body: Mailbox },
  { id: "cookies", label: "Cookies", Body: Cookies },
  { id: "clock", label: "Clock", Body: Clock },
  { id: "settings", label: "Settings", Body: SettingsTab },
] as const;

let lastTab = 0;

interface Props {
  /** Calls that wait for an answer. */
  ringing: number;
  onClose(): void;
}

/** The person's own things, beside the page. */
export function Desk({ ringing, onClose }: Props) {
  const [index, setIndex] = useState(lastTab);
  const tab = TABS[index] ?? TABS[0];
  const choose = (next: number) => {
    lastTab = (next + TABS.length) % TABS.length;
    setIndex(lastTab);
    document.getElementById(`desk-tab-${TABS[lastTab]?.id ?? ""}`)?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowRight") choose(index + 1);
    else if (event.key === "ArrowLeft") choose(index - 1);
    else if (event.key === "Home") choose(0);
    else if (event.key === "End") choose(TABS.length - 1);
    else return;
    event.preventDefault();
  };
  return (
    <aside id="desk" className="desk" aria-label="My desk">
      <div className="desk-head">
        <h2>My desk</h2>
        <button type="button" className="chrome-button" aria-label="Close the desk" onClick={onClose}>
          <Glyph name="close" />
        </button>
      </div>
      <div className="desk-tabs" role="tablist" aria-label="My desk" onKeyDown={onKey}>
        {TABS.map(({ id, label }, at) => (
          <button
            key={id}
            id={`desk-tab-${id}`}
            type="button"
            role="tab"
            data-testid={`desk-${id}`}
            aria-selected={at === index}
            aria-controls="desk-body"
            tabIndex={at === index ? 0 : -1}
            onClick={() => choose(at)}
          >
            {label}
            {id === "phone" && ringing > 0 && (
              <span className="chrome-badge" aria-label={ringing === 1 ? "rings" : `${ringing} calls ring`}>
                {ringing}
              </span>
            )}
          </button>
        ))}
      </div>
      <div id="desk-body" className="desk-body" role="tabpanel" aria-labelledby={`desk-tab-${tab.id}`} tabIndex={0}>
        <tab.Body />
      </div>
    </aside>
  );
}
