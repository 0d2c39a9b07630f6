import { anchorKey, treeOf, type Anchor, type RecordedAnchors } from './anchors.ts';
import { definitionOf } from './definition.ts';
import { normalizeC } from './normalize.ts';

/** A kernel tree to read: a file by its path, and where a symbol may have gone. */
export interface Tree {
  /** The text of a file, or undefined where there is none. */
  read(file: string): string | undefined;
  /** Files that could define the symbol now. */
  candidates(symbol: string): readonly string[];
}

/**
 * - `same`: the definition is the one that was reviewed;
 * - `changed`: it is another one;
 * - `moved`: another file defines the symbol now;
 * - `gone`: no file does;
 * - `unrecorded`: the reviewed version is not among the recorded trees, so there is nothing to compare with.
 */
export type DriftState = 'same' | 'changed' | 'moved' | 'gone' | 'unrecorded';

export interface Drift {
  readonly anchor: Anchor;
  readonly state: DriftState;
  /** Where it went, for what moved. */
  readonly detail: string;
  /** Recorded trees that have exactly this, in that place: it was reviewed there, if not for this anchor. */
  readonly asIn: readonly string[];
}

/** True where nobody has reviewed what the tree has: the rules of the anchor are to be read again. */
export const isNew = ({ state, asIn }: Drift): boolean => state !== 'same' && asIn.length === 0;

/** Compares what a rule relies on with a tree. `sha256` gives hexadecimal digits. */
export function compareAnchor(
  anchor: Anchor,
  recorded: RecordedAnchors,
  tree: Tree,
  sha256: (text: string) => string,
): Drift {
  const known = recorded.anchors[anchorKey(anchor)] ?? {};
  const reviewed = known[treeOf(anchor.version)];
  const found = findAnchor(anchor, tree, sha256);
  const asIn = Object.keys(known).filter((name) => known[name] === found);
  if (found === reviewed) return { anchor, state: 'same', detail: '', asIn };
  if (found === ABSENT) return { anchor, state: 'gone', detail: '', asIn };
  const [place, hash] = found.split(' ');
  if (hash !== undefined) {
    return { anchor, state: 'moved', detail: `now in ${place}${hash === reviewed ? ', unchanged' : ''}`, asIn };
  }
  return { anchor, state: reviewed === undefined ? 'unrecorded' : 'changed', detail: '', asIn };
}

/** What is recorded where no file of a tree defines the symbol. */
const ABSENT = 'absent';

/** As it is recorded: the hash of the definition, the file that has it now before it if that is another, or `absent`. */
export function findAnchor({ file, symbol }: Anchor, tree: Tree, sha256: (text: string) => string): string {
  const hash = hashOf(symbol, tree.read(file), sha256);
  if (hash !== undefined) return hash;
  for (const other of tree.candidates(symbol)) {
    const moved = hashOf(symbol, tree.read(other), sha256);
    if (moved !== undefined) return `${other} ${moved}`;
  }
  return ABSENT;
}

/** The hash of a definition, or undefined where the file or the definition is missing. */
function hashOf(symbol: string, file: string | undefined, sha256: (text: string) => string): string | undefined {
  const definition = file === undefined ? undefined : definitionOf(symbol, file);
  return definition === undefined ? undefined : sha256(normalizeC(definition));
}
