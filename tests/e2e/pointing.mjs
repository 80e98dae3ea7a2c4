// How a person points at things: scripts that run in the page.

// Finds what a person would point at: by its accessible name, among what is visible.
export const FIND = `function (role, name, scope) {
  const selectors = {
    button: "button, [role=button]", link: "a[href]", field: "input:not([type=checkbox]):not([type=radio]), textarea",
    checkbox: "input[type=checkbox]", radio: "input[type=radio]", tab: "[role=tab]", menuitem: "[role=menuitem]", option: "[role=option]",
  };
  // Of several such places the one that is shown: a dialog that is not open yet is in the page already.
  const root = scope ? [...document.querySelectorAll(scope)].find((one) => one.getClientRects().length > 0) : document;
  if (!root) return null;
  const text = (node) => (node ? node.textContent.replace(/\\s+/g, " ").trim() : "");
  const named = (element) => {
    const by = element.getAttribute("aria-labelledby");
    const label = element.getAttribute("aria-label");
    if (label) return label;
    if (by) return by.split(/\\s+/).map((id) => text(document.getElementById(id))).join(" ").trim();
    if (element.labels && element.labels.length) return [...element.labels].map(text).join(" ");
    return text(element);
  };
  const all = [...root.querySelectorAll(selectors[role])].filter((element) => element.getClientRects().length > 0 || element.type === "radio" || element.type === "checkbox");
  return all.find((element) => named(element) === name) ?? all.find((element) => named(element).startsWith(name)) ?? null;
}`;

// A button that turns: it was pressed, and what it sent is not answered yet. One that is off and says why when it is pressed
// is none.
const TURNS = `function (button) {
  return button.getAttribute("aria-disabled") === "true" && !/disabled-with-reason/.test(button.className);
}`;

// What would be pointed at, once it can be pressed: neither grey nor turning.
export const FIND_READY = `function (role, name, scope) {
  const found = (${FIND})(role, name, scope);
  return found === null || found.disabled || (${TURNS})(found) ? null : found;
}`;

// Whether something that was sent is not answered yet: what was refused before is still shown then. Behind a dialog the page
// may wait for what the dialog is for.
export const UNANSWERED = `(() => {
  const shown = (element) => element.getClientRects().length > 0;
  const inFront = [...document.querySelectorAll("[role=dialog]")].findLast(shown) ?? document;
  return [...inFront.querySelectorAll("button")].some((button) => shown(button) && (${TURNS})(button));
})()`;

// Looks at a thing until it keeps its place from one frame to the next, and from then on sees to it that a press arrives at
// this thing, or nowhere. Whoever sees a button move away does not press what comes in its place.
export const AIM = `const [thing, done] = arguments;
  const place = () => JSON.stringify(thing.getBoundingClientRect());
  const aim = () => {
    window.aimed?.stop();
    const listening = new AbortController();
    const aimed = { hit: false, stop: () => listening.abort() };
    for (const kind of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"])
      window.addEventListener(kind, (event) => {
        if (!event.composedPath().includes(thing)) { event.stopImmediatePropagation(); event.preventDefault(); }
        else if (kind === "click") aimed.hit = true;
      }, { capture: true, signal: listening.signal });
    window.aimed = aimed;
    done(true);
  };
  const look = (before) => {
    thing.scrollIntoView({ block: "center", behavior: "instant" });
    const now = place();
    if (now === before || !thing.isConnected) aim();
    else requestAnimationFrame(() => look(now));
  };
  look(null);`;

// Whether the press arrived. One that is on its way has two frames to do so.
export const ARRIVED = `const [done] = arguments;
  const told = () => { window.aimed.stop(); done(window.aimed.hit); };
  if (window.aimed.hit) told();
  else requestAnimationFrame(() => requestAnimationFrame(told));`;

// Whether what has the focus, or stands around it, is drawn otherwise than without.
export const FOCUS_SHOWS = `function () {
  const one = document.activeElement;
  const drawn = (element) => ["", "::before", "::after"].map((part) => {
    const { boxShadow, outline, borderColor, backgroundColor } = getComputedStyle(element, part);
    return [boxShadow, outline, borderColor, backgroundColor].join();
  }).join();
  const around = [one, one.nextElementSibling, one.parentElement, one.parentElement?.parentElement].filter(Boolean);
  const look = () => around.map(drawn).join();
  const focused = look();
  one.blur();
  const plain = look();
  one.focus();
  return focused !== plain;
}`;
