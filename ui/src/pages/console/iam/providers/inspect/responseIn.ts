/**
 * The response in what somebody pasted: XML or base64 as it is, base64 that was made fit for a form, or a whole form as a
 * browser's tools show it.
 */
export function responseIn(pasted: string): string {
  const text = pasted.trim();
  if (text.startsWith("<")) return text;
  const value = /(?:^|[?&\s])SAMLResponse=([^&\s]*)/.exec(text)?.[1] ?? text;
  if (!value.includes("%")) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
