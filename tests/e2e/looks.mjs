// Light and dark, in a large and in the smallest window: what is shown there has no accessibility problems and no scroll
// bar at the bottom.
import assert from "node:assert/strict";
import { journey } from "./journey.mjs";

const LOOKS = [
  ["Light", 1280, 800],
  ["Dark", 1280, 800],
  ["Light", 1000, 700],
  ["Dark", 1000, 700],
];

/** A picture of what one must scroll to. What is out of sight has no label for axe, which has seen it before. */
export async function picture(person, selector, shown) {
  await person.window.run(
    "function (selector) { document.querySelector(selector).scrollIntoView({ block: 'start' }) }",
    selector,
  );
  await person.screenshot(shown);
  await toTop(person);
}

/** Back to the top of the page. */
export function toTop(person) {
  return person.window.run("function () { document.querySelector('#page').scrollTop = 0 }");
}

/** A journey in every look. It is given a way to judge what the window shows. */
export function everyLook(name, walk) {
  for (const [look, width, height] of LOOKS)
    journey(`${name} ${look} ${width}x${height}`, async (person) => {
      await person.window.resize(width, height);
      await person.desk("Settings");
      await person.choose("radio", look);
      await person.closeDesk();
      await walk(person, async (shown) => {
        await person.screenshot(shown);
        assert.deepEqual(await person.axe(), [], shown);
        assert.equal(await person.overflows(), false, `${shown} is wider than the window`);
      });
    });
}
