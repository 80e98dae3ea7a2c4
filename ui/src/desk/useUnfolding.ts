import type { ButtonProps } from "@cloudscape-design/components/button";
import { useRef, useState } from "react";

/** What a button unfolds. Once it is closed from within, the button has the keyboard focus again. */
export function useUnfolding() {
  const [open, setOpen] = useState(false);
  const button = useRef<ButtonProps.Ref>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return { open, setOpen, button, close };
}
