/**
 * How far the knowledge of a violation has gone, of a rule that guards a security boundary on a kernel that is still
 * maintained: nobody outside has it; the maintainers have it since `date`; everybody can read it `where` since `date`.
 */
type Disclosure =
  | { readonly state: 'private' }
  | { readonly state: 'reported'; readonly date: string }
  | { readonly state: 'public'; readonly date: string; readonly where: string };

/** registry/disclosure.json: by rule ID. */
type Disclosures = ReadonlyMap<string, Disclosure>;

const FIELDS: Readonly<Record<Disclosure['state'], readonly string[]>> = {
  private: ['state'],
  reported: ['state', 'date'],
  public: ['state', 'date', 'where'],
};

/** Reads what the file holds. Throws a RangeError that names the file, the field and what was expected there. */
export function readDisclosures(content: unknown, file: string): Disclosures {
  const { format, rules } = recordOf(content, file);
  if (format !== 'lbr-disclosure/1') {
    throw new RangeError(`${file}: format: found ${shown(format)}, expected "lbr-disclosure/1"`);
  }
  return new Map(
    Object.entries(recordOf(rules, `${file}: rules`)).map(([id, entry]) => [id, readEntry(entry, `${file}: ${id}`)]),
  );
}

function readEntry(entry: unknown, where: string): Disclosure {
  const fields = recordOf(entry, where);
  const { state, date } = fields;
  if (state !== 'private' && state !== 'reported' && state !== 'public') {
    throw new RangeError(`${where}: state: found ${shown(state)}, expected "private", "reported" or "public"`);
  }
  const wanted = FIELDS[state];
  const extra = Object.keys(fields).find((name) => !wanted.includes(name));
  if (extra !== undefined) throw new RangeError(`${where}: ${extra}: a rule that is ${state} has no such field`);
  if (state === 'private') return { state };
  if (typeof date !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(date)) {
    throw new RangeError(`${where}: date: found ${shown(date)}, expected a date such as "2026-11-29"`);
  }
  if (state === 'reported') return { state, date };
  const address = fields['where'];
  if (typeof address !== 'string' || !/^https:\/\/\S+$/.test(address)) {
    throw new RangeError(`${where}: where: found ${shown(address)}, expected the https address of the report`);
  }
  return { state, date, where: address };
}

function recordOf(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new RangeError(`${where}: found ${shown(value)}, expected an object`);
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** The rules whose runs stay out of what is published. */
export function withheldRules(disclosures: Disclosures): ReadonlySet<string> {
  return new Set([...disclosures].filter(([, { state }]) => state !== 'public').map(([id]) => id));
}
