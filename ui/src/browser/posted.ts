/** The fields of a form, by the names that its protocol gives them: `SAMLResponse`, `RelayState`. */
export type PostedFields = Record<string, string>;

let waiting: { address: string; fields: PostedFields } | null = null;

/** A form that a page has the browser post to another site: it goes with the next visit of that address, once. */
export function post(address: string, fields: PostedFields): void {
  waiting = { address, fields };
}

/** What was posted to this address; nothing for whoever comes without, or comes again. */
export function takePosted(address: string): PostedFields | null {
  if (waiting?.address !== address) return null;
  const { fields } = waiting;
  waiting = null;
  return fields;
}
