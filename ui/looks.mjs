// The look of one part of a page: Cloudscape writes a theme for all of it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const COMPONENTS = path.dirname(createRequire(import.meta.url).resolve("@cloudscape-design/components/package.json"));
const BASE = path.join(COMPONENTS, "internal/base-theme/styles.scoped.css");

const LIGHT = /^\s*body(?::not\(#\\9\))?\s*\{([^}]*)\}/m;
const DARK = /^.*?\.awsui-dark-mode(?:\.awsui-dark-mode)?:not\(#\\9\)\s*\{([^}]*)\}/m;

/** The custom properties that the first such rule of a sheet sets. */
function propertiesOf(sheet, rule) {
  const block = rule.exec(sheet)?.[1];
  if (block === undefined) throw new Error("Cloudscape writes its themes otherwise now");
  return new Map([...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
}

/**
 * What others are made from: a property that is set to another one's value has the value that holds where it is set, and
 * that is on the whole page.
 */
function withDerived(own, base) {
  const all = new Map(own);
  for (let before = -1; before !== all.size;) {
    before = all.size;
    for (const [name, value] of base) {
      const from = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
      if (from !== undefined && all.has(from) && !all.has(name)) all.set(name, value);
    }
  }
  return all;
}

/** A theme's sheet for what is in one element of the page. */
export function within(selector, sheet) {
  const base = readFileSync(BASE, "utf8");
  const [baseLight, baseDark] = [propertiesOf(base, LIGHT), propertiesOf(base, DARK)];
  const light = withDerived(propertiesOf(sheet, LIGHT), baseLight);
  const dark = withDerived(propertiesOf(sheet, DARK), baseDark);
  // What is set for the element would hold in the dark, too.
  for (const name of light.keys()) {
    const value = baseDark.get(name);
    if (!dark.has(name) && value !== undefined) dark.set(name, value);
  }
  const rule = (place, properties) =>
    `${place}{${[...properties].map(([name, value]) => `${name}:${value};`).join("")}}`;
  return [
    rule(`${selector}:not(#\\9)`, light),
    rule(`.awsui-dark-mode.awsui-dark-mode ${selector}:not(#\\9)`, dark),
  ].join("\n");
}
