import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Glyph } from "../shell/Glyph";
import { useNavigation } from "./navigation";

interface Props {
  deskOpen: boolean;
  unread: number;
  onToggleDesk(): void;
}

/** Back, forward, reload, address, desk. */
export function Chrome({ deskOpen, unread, onToggleDesk }: Props) {
  const navigation = useNavigation();
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const control = event.ctrlKey || event.metaKey;
      if (control && event.key.toLowerCase() === "l") field.current?.focus();
      else if (event.altKey && event.key === "ArrowLeft") navigation.back();
      else if (event.altKey && event.key === "ArrowRight") navigation.forward();
      else if (event.key === "F5" || (control && event.key.toLowerCase() === "r")) navigation.reload();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [navigation]);

  return (
    <header className="chrome">
      <nav className="chrome-buttons" aria-label="Browser">
        <ChromeButton
          id="nav-back"
          label="Back"
          glyph="back"
          disabled={!navigation.canGoBack}
          onClick={navigation.back}
        />
        <ChromeButton
          id="nav-forward"
          label="Forward"
          glyph="forward"
          disabled={!navigation.canGoForward}
          onClick={navigation.forward}
        />
        <ChromeButton id="nav-reload" label="Reload" glyph="reload" disabled={false} onClick={navigation.reload} />
      </nav>
      <AddressField key={`${navigation.address}#${navigation.visitId}`} field={field} />
      <button
        type="button"
        className="chrome-desk"
        data-testid="desk-toggle"
        aria-expanded={deskOpen}
        aria-controls="desk"
        onClick={onToggleDesk}
      >
        <Glyph name="desk" />
        <span>My desk</span>
        {unread > 0 && (
          <span className="chrome-badge" aria-label={`${unread} unread`}>
            {unread}
          </span>
        )}
      </button>
    </header>
  );
}

interface ButtonProps {
  id: string;
  label: string;
  glyph: "back" | "forward" | "reload";
  disabled: boolean;
  onClick(): void;
}

function ChromeButton({ id, label, glyph, disabled, onClick }: ButtonProps) {
  return (
    <button
      type="button"
      className="chrome-button"
      data-testid={id}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Glyph name={glyph} />
    </button>
  );
}

/** Starts anew with every address: what was typed but not sent is forgotten when a page opens. */
function AddressField({ field }: { field: React.RefObject<HTMLInputElement | null> }) {
  const navigation = useNavigation();
  const [typed, setTyped] = useState(navigation.address);
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape") {
      setTyped(navigation.address);
      event.currentTarget.blur();
    }
  };
  return (
    <form
      className="chrome-address"
      role="search"
      aria-label="Address"
      onSubmit={(event) => {
        event.preventDefault();
        field.current?.blur();
        navigation.open(typed);
      }}
    >
      <Glyph name="simulated" />
      <input
        ref={field}
        data-testid="address"
        aria-label="Simulated address"
        value={typed}
        maxLength={4000}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onChange={(event) => setTyped(event.target.value)}
        onFocus={(event) => event.target.select()}
        onKeyDown={onKey}
      />
      <span className="chrome-note">simulated</span>
    </form>
  );
}
