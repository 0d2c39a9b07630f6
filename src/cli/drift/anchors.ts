import type { RuleText } from '../../spec/kit/rule.ts';

/** A place in the kernel source that rules rely on, in one reviewed version. */
export interface Anchor {
  readonly file: string;
  readonly symbol: string;
  /** As the sources of the rules name it, for example `v7.3`. */
  readonly version: string;
  /** The rules that rely on it. */
  readonly rules: readonly string[];
}

/** registry/anchors.json: hashes of normalized definitions, no kernel code. */
export interface RecordedAnchors {
  readonly format: 'lbr-anchors/1';
  /** The exact version of each reviewed tree, by its name `v<major>.<minor>`. */
  readonly trees: Readonly<Record<string, string>>;
  /** By `file:symbol`, then by tree: a hash; `<other file> <hash>` where another file has it; `absent` where none has. */
  readonly anchors: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const anchorKey = ({ file, symbol }: Pick<Anchor, 'file' | 'symbol'>): string => `${file}:${symbol}`;

/** `v7.3.4` was reviewed in the tree recorded as `v7.3`. */
export const treeOf = (version: string): string => /^v\d+\.\d+/.exec(version)?.[0] ?? version;

/** Every kernel source of every rule, each place and version once, in order of file and symbol. */
export function anchorsOf(rules: readonly Pick<RuleText, 'id' | 'sources'>[]): Anchor[] {
  const anchors = new Map<string, Anchor>();
  for (const { id, sources } of rules) {
    for (const source of sources) {
      if (source.kind !== 'kernel') continue;
      const { file, symbol, version } = source;
      const key = `${anchorKey(source)} ${version}`;
      const relying = anchors.get(key)?.rules ?? [];
      anchors.set(key, { file, symbol, version, rules: relying.includes(id) ? relying : [...relying, id] });
    }
  }
  return [...anchors.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, anchor]) => anchor);
}
