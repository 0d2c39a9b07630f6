/** One line that replays a finding: which kernel, CPU, scenario and seed, and where in the run it is. */
export interface Ticket {
  readonly kernel: string;
  /** First 12 digits of the image's SHA-256. */
  readonly image: string;
  readonly cpu: string;
  readonly cpus: number;
  readonly seed: number;
  readonly scenario: string;
  readonly rule: string;
  readonly tick: number;
}

const FORMAT = 'lab1';
const FIELDS = ['kernel', 'image', 'cpu', 'cpus', 'seed', 'scenario', 'rule', 'tick'] as const;

/** `lab1:6.12.117:5f2c...:skylake:1:1:LBR-ISO-1/v6.12:LBR-ISO-1:23456`. No field has a colon or a blank. */
export function ticketText(ticket: Ticket): string {
  return [FORMAT, ...FIELDS.map((field) => String(ticket[field]).replaceAll(/[:\s]/g, '_'))].join(':');
}

/** Throws a RangeError that says what is wrong. */
export function readTicket(text: string): Ticket {
  const [format, ...values] = text.trim().split(':');
  if (format !== FORMAT) throw new RangeError(`found "${format}", expected a ticket that begins with ${FORMAT}:`);
  if (values.length !== FIELDS.length) {
    throw new RangeError(`the ticket has ${values.length} fields, expected ${FIELDS.length}: ${FIELDS.join(', ')}`);
  }
  const fields = Object.fromEntries(FIELDS.map((field, index) => [field, values[index]]));
  const number = (field: string): number => {
    const value = Number(fields[field]);
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new RangeError(`${field}: found "${fields[field]}", expected a whole number`);
    }
    return value;
  };
  return {
    kernel: fields['kernel'],
    image: fields['image'],
    cpu: fields['cpu'],
    cpus: number('cpus'),
    seed: number('seed'),
    scenario: fields['scenario'],
    rule: fields['rule'],
    tick: number('tick'),
  };
}
