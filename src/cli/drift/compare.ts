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
  /** One phrase for readers: where it went, which recorded trees have the same text. */
  readonly detail: string;
}

export function compareAnchor(
  anchor: Anchor,
  recorded: RecordedAnchors,
  tree: Tree,
  sha256: (text: string) => string,
): Drift {
  const known = recorded.anchors[anchorKey(anchor)] ?? {};
  const reviewed = known[treeOf(anchor.version)];
  const hash = hashOf(anchor.symbol, tree.read(anchor.file), sha256);
  if (hash === undefined) return lost(anchor, reviewed, tree, sha256);
  if (reviewed === undefined) {
    const trees = Object.keys(known).filter((name) => known[name] === hash);
    const detail = trees.length > 0 ? `same as in ${trees.join(', ')}` : 'unlike every recorded tree that has it';
    return { anchor, state: 'unrecorded', detail };
  }
  return { anchor, state: hash === reviewed ? 'same' : 'changed', detail: '' };
}

function lost(anchor: Anchor, reviewed: string | undefined, tree: Tree, sha256: (text: string) => string): Drift {
  for (const file of tree.candidates(anchor.symbol)) {
    const hash = hashOf(anchor.symbol, tree.read(file), sha256);
    if (hash === undefined) continue;
    return { anchor, state: 'moved', detail: `now in ${file}${hash === reviewed ? ', unchanged' : ''}` };
  }
  return { anchor, state: 'gone', detail: '' };
}

/** The hash of a definition as it is recorded, or undefined where the file or the definition is missing. */
export function hashOf(symbol: string, file: string | undefined, sha256: (text: string) => string): string | undefined {
  const definition = file === undefined ? undefined : definitionOf(symbol, file);
  return definition === undefined ? undefined : sha256(normalizeC(definition));
}
