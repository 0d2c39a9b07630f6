/** A generated case as JSON and back: 64-bit values become text, `123n`; fields without a value are left out. */

const BIGINT = /^-?\d+n$/;

/** Throws a RangeError for what JSON cannot hold: functions, and text that reads as a 64-bit value. */
export function caseToJson(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string' && BIGINT.test(value)) throw new RangeError(`the text "${value}" reads as a number`);
  if (Array.isArray(value)) return value.map(caseToJson);
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    return Object.fromEntries(fields.map(([name, field]) => [name, caseToJson(field)]));
  }
  if (typeof value === 'function' || value === undefined) throw new RangeError(`a case holds ${typeof value}`);
  return value;
}

/** What `caseToJson` wrote. */
export function caseFromJson(value: unknown): unknown {
  if (typeof value === 'string' && BIGINT.test(value)) return BigInt(value.slice(0, -1));
  if (Array.isArray(value)) return value.map(caseFromJson);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, caseFromJson(field)]));
  }
  return value;
}
