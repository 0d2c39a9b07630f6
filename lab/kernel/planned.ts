// The kernels that are built of one source: with each piece, with all of them, with each mutant.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPieces } from '../../src/node/pieces.ts';
import { isFor } from '../../src/spec/lab/piece.ts';
import type { SeriesChange } from '../../src/spec/lab/series.ts';
import type { Change } from './changes.ts';

export interface PlannedChange extends Pick<SeriesChange, 'name' | 'kind' | 'what' | 'of' | 'reason'> {
  readonly changes: readonly Change[];
}

/** The name of the change that is all pieces together. */
export const WHOLE = 'all pieces';

interface Mutant {
  readonly name: string;
  readonly what: string;
  /** The piece that it is one of; of the kernel itself where it is absent. */
  readonly of?: string;
  readonly files: readonly string[];
  readonly only?: readonly string[];
  /** Why no run can show it. */
  readonly unseen?: string;
}

/** Pieces, all of them together, and mutants for the kernels of a series, in this order. */
export function seriesChanges(root: string, series: string): PlannedChange[] {
  const folder = join(root, 'lab', 'kernel');
  const { mutants } = JSON.parse(readFileSync(join(folder, 'mutants.json'), 'utf8')) as { mutants: Mutant[] };
  const pieces = readPieces(root)
    .filter((piece) => isFor(piece, series))
    .map(({ name, what, files }): PlannedChange & { readonly kind: 'piece' } => {
      const changes = [{ name, path: join(root, 'series', name, 'change.cocci'), files }];
      return { name, kind: 'piece', what, changes };
    });
  return [
    ...pieces,
    { name: WHOLE, kind: 'series', what: `${pieces.length} pieces`, changes: pieces.flatMap(({ changes }) => changes) },
    ...mutants
      .filter((mutant) => isFor(mutant, series))
      .map(({ name, what, of, files, unseen }): PlannedChange => {
        const changes = [{ name, path: join(folder, 'mutants', `${name}.cocci`), files }];
        return {
          name,
          kind: 'mutant',
          what,
          changes,
          ...(of !== undefined && { of }),
          ...(unseen !== undefined && { reason: unseen }),
        };
      }),
  ];
}
