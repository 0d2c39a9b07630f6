import type { Layout } from '../../kit/layout.ts';
import type { Change } from '../run-view.ts';

/** Names of the fields of a state, by path with `*` for an index; fields that are left out are not told. */
export type FieldNames = Readonly<Record<string, (indices: readonly number[]) => string>>;

/** What differs between two states of a layout, in the words of `names`. */
export function changesBetween(layout: Layout, before: unknown, after: unknown, names: FieldNames): Change[] {
  const changes: Change[] = [];
  walk(layout, before, after, '', []);
  return changes;

  function walk(part: Layout, from: unknown, to: unknown, path: string, indices: readonly number[]): void {
    switch (part.kind) {
      case 'uint': {
        const name = names[path];
        if (from !== to && name !== undefined)
          changes.push({ what: name(indices), from: valueText(part, from), to: valueText(part, to) });
        return;
      }
      case 'array':
        for (let index = 0; index < part.length; index++) {
          walk(part.item, (from as unknown[])[index], (to as unknown[])[index], `${path}.*`, [...indices, index]);
        }
        return;
      case 'record':
        for (const [field, item] of Object.entries(part.fields)) {
          const next = path === '' ? field : `${path}.${field}`;
          walk(item, (from as Record<string, unknown>)[field], (to as Record<string, unknown>)[field], next, indices);
        }
    }
  }
}

function valueText({ labels }: { readonly labels?: readonly string[] }, value: unknown): string {
  return labels?.[Number(value)] ?? String(value);
}
