// A journey: one person, one data folder, one test. What the window showed when it failed is kept.
import { after, test } from "node:test";
import { stopScreen } from "./driver.mjs";
import { Person } from "./person.mjs";

after(stopScreen);

/** Runs a journey of a new person in a new world. */
export function journey(name, walk, { start = true } = {}) {
  test(name, async () => {
    const person = new Person(name.toLowerCase().replace(/[^a-z0-9]+/g, "-"));
    try {
      if (start) await person.start();
      await walk(person);
    } catch (error) {
      await person.screenshot("failed").catch(() => undefined);
      const shown = person.window === undefined ? "nothing yet" : await person.text().catch(() => "nothing");
      throw new Error(`${error.message}\nthe window showed: ${shown}`, { cause: error });
    } finally {
      await person.leave();
    }
  });
}
