/** Functions that are kept; a verification meets one text per instance and kind of design. */
const KEPT = 128;

const made = new Map<string, unknown>();

/**
 * The function with this text, the same one for the same text. The engine keeps what it has learned and compiled with a
 * function, so models of one shape, such as the mutants of a design, do not have to warm up again and again.
 */
export function functionOf(parameters: string, body: string): unknown {
  const key = `${parameters}\n${body}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  if (made.size >= KEPT) made.clear();
  const fresh: unknown = new Function(parameters, body);
  made.set(key, fresh);
  return fresh;
}
