const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });

/** A time for people, in UTC as the records are. */
export function when(time: string): string {
  return `${format.format(new Date(time))} UTC`;
}
