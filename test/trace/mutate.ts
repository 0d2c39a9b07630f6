import * as fc from 'fast-check';

/** What can happen to a trace on its way to the checker. */
export type Damage =
  | { readonly kind: 'byte'; readonly at: number; readonly byte: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'swap'; readonly at: number; readonly with: number }
  | { readonly kind: 'drop'; readonly at: number }
  | { readonly kind: 'repeat'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string };

const at = fc.nat();

export const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('byte' as const), at, byte: fc.nat(255) }),
  fc.record({ kind: fc.constant('cut' as const), at }),
  fc.record({ kind: fc.constant('swap' as const), at, with: at }),
  fc.record({ kind: fc.constant('drop' as const), at }),
  fc.record({ kind: fc.constant('repeat' as const), at }),
  fc.record({
    kind: fc.constant('insert' as const),
    at,
    text: fc.oneof(
      fc.constantFrom('CPU:0 [LOST 3 EVENTS]', '[9 events lost]', '', '(#GP)', '#GP', ' => vmx_vcpu_run', '\r', '#'),
      fc.string({ unit: 'binary', maxLength: 80 }),
    ),
  }),
);

/** Applies damage to bytes; positions wrap around. */
export function apply(bytes: Uint8Array, { kind, ...one }: Damage): Uint8Array {
  if (bytes.length === 0) return bytes;
  const position = one.at % bytes.length;
  switch (kind) {
    case 'byte':
      return bytes.with(position, 'byte' in one ? one.byte : 0);
    case 'cut':
      return bytes.slice(0, position);
    default:
      return linewise(bytes, { kind, ...one } as Damage);
  }
}

function linewise(bytes: Uint8Array, one: Damage): Uint8Array {
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  const index = one.at % lines.length;
  switch (one.kind) {
    case 'swap': {
      const other = one.with % lines.length;
      [lines[index], lines[other]] = [lines[other], lines[index]];
      break;
    }
    case 'drop':
      lines.splice(index, 1);
      break;
    case 'repeat':
      lines.splice(index, 0, lines[index]);
      break;
    case 'insert':
      lines.splice(index, 0, one.text);
      break;
  }
  return Buffer.from(lines.join('\n'), 'latin1');
}
