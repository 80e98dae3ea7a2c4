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
