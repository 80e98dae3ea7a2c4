import { applyMode, disableMotion, Mode } from "@cloudscape-design/global-styles";

export type Appearance = "system" | "light" | "dark";

const KEY = "vestibule.appearance";
const dark = () => window.matchMedia("(prefers-color-scheme: dark)");

/** What the person chose; not a secret, so web storage may hold it. */
export function appearance(): Appearance {
  const stored = localStorage.getItem(KEY);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function setAppearance(chosen: Appearance): void {
  localStorage.setItem(KEY, chosen);
  apply();
}

function apply(): void {
  const chosen = appearance();
  const isDark = chosen === "dark" || (chosen === "system" && dark().matches);
  applyMode(isDark ? Mode.Dark : Mode.Light);
}

/** Applies the choice and follows the system. */
export function startAppearance(): void {
  apply();
  dark().addEventListener("change", apply);
  // Under automation a half-faded alert is not what a person sees.
  if (navigator.webdriver || window.matchMedia("(prefers-reduced-motion: reduce)").matches) disableMotion(true);
}
