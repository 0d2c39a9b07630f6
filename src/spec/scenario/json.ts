import { ScenarioError, shown } from './problem.ts';

/** More than any document of the format needs; a deeper one would overflow the stack of whoever walks it. */
const MAX_DEPTH = 64;

/**
 * The value of a JSON text, which may start with a byte order mark. Throws a ScenarioError for an empty text, for what
 * is not JSON, for a member that is there twice (`JSON.parse()` would keep the last) and for absurd nesting.
 */
export function readJson(text: string): unknown {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (source.trim() === '') {
    throw new ScenarioError(
      '$',
      'the document is empty; a short one is {"steps":[{"op":"guest.rdmsr","msr":"0x1d9"}]}',
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    throw new ScenarioError('$', `no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  checkShape(source);
  return value;
}

/** One object or array that is open, and where in it the reader is. */
interface Level {
  readonly keys: Set<string> | undefined;
  at: string;
  expectsKey: boolean;
  index: number;
}

/** Expects valid JSON. */
function checkShape(source: string): void {
  const open: Level[] = [];
  const path = (): string => `$${open.map(({ at }) => at).join('')}`;
  for (const [token] of source.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g)) {
    const level = open.at(-1);
    if (token === '{') open.push({ keys: new Set(), at: '', expectsKey: true, index: 0 });
    else if (token === '[') open.push({ keys: undefined, at: '[0]', expectsKey: false, index: 0 });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && level) {
      level.expectsKey = level.keys !== undefined;
      level.index++;
      if (!level.keys) level.at = `[${level.index}]`;
    } else if (level?.keys && level.expectsKey) {
      const key = JSON.parse(token) as string;
      level.at = `.${key}`;
      level.expectsKey = false;
      if (level.keys.has(key)) throw new ScenarioError(path(), `the field ${shown(key)} is there twice`);
      level.keys.add(key);
    }
    if (open.length > MAX_DEPTH) throw new ScenarioError('$', `nested deeper than ${MAX_DEPTH} levels`);
  }
}
