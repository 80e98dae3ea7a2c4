// jsdom asks of every rule of its style sheet whether it matches an element, and again after every change to the page.
// Cloudscape wants computed styles so often that this was a quarter of the time of all tests. For nearly all of the rules
// the element's name and attributes tell, without a search for selectors.

interface Element {
  readonly localName: string;
  hasAttribute(name: string): boolean;
}

interface Selectors {
  check(selector: string, element: Element): { match: boolean; pseudoElement: string | null };
}

/** What the parts of a list of selectors ask of the element itself. */
interface Wanted {
  /** These elements match whatever else is true of them. */
  surely: Set<string>;
  /** These can match. */
  names: Set<string>;
  /** Who has one of these attributes can match. */
  attributes: Set<string>;
  /** Any element could. */
  anyone: boolean;
}

const wanted = new Map<string, Wanted>();
const quick = new WeakSet<Selectors>();

/** The selectors of a list, each without what it asks of other elements. */
function partsOf(list: string): { own: string; alone: boolean }[] {
  const parts = [{ own: "", alone: true }];
  let depth = 0;
  for (const letter of list.replace(/\s*([>+~,])\s*/g, "$1").trim()) {
    if (letter === "(" || letter === "[") depth += 1;
    if (letter === ")" || letter === "]") depth -= 1;
    const last = parts.at(-1);
    if (depth === 0 && letter === ",") parts.push({ own: "", alone: true });
    else if (last !== undefined && depth === 0 && /[\s>+~]/.test(letter))
      Object.assign(last, { own: "", alone: false });
    else if (last !== undefined) last.own += letter;
  }
  return parts;
}

function wantedBy(selector: string): Wanted {
  const wants: Wanted = { surely: new Set(), names: new Set(), attributes: new Set(), anyone: false };
  const plain = selector.replace(/"[^"]*"|'[^']*'/g, "");
  if (/["'\\|]/.test(plain)) return { ...wants, anyone: true };
  for (const { own, alone } of partsOf(plain)) {
    const name = /^[a-z][a-z0-9]*/.exec(own)?.[0];
    const attribute = /^\[([a-z-]+)/.exec(own)?.[1];
    if (name !== undefined && name === own && alone) wants.surely.add(name);
    else if (name !== undefined) wants.names.add(name);
    else if (attribute !== undefined) wants.attributes.add(attribute);
    else wants.anyone = true;
  }
  return wants;
}

/** Spares jsdom the search wherever it is known what would be found. */
export function quickStyles(document: Document): void {
  const inner = Object.getOwnPropertySymbols(document).find((symbol) => symbol.description === "impl");
  if (inner === undefined) return;
  const selectors = (Reflect.get(document, inner) as { _domSelector?: Selectors })._domSelector;
  if (selectors === undefined || quick.has(selectors)) return;
  quick.add(selectors);
  const check = selectors.check.bind(selectors);
  selectors.check = (selector, element) => {
    let wants = wanted.get(selector);
    if (wants === undefined) wanted.set(selector, (wants = wantedBy(selector)));
    if (wants.surely.has(element.localName)) return { match: true, pseudoElement: null };
    const could =
      wants.anyone ||
      wants.names.has(element.localName) ||
      [...wants.attributes].some((name) => element.hasAttribute(name));
    return could ? check(selector, element) : { match: false, pseudoElement: null };
  };
}
