import type { Line } from './lines.ts';

/** A rule ID in a text, with the revision where one stands beside it: `LBR-OWN-3 r2`, `LBR-OWN-3 (r2)`. */
export interface Mention {
  readonly line: number;
  /** As it is written. */
  readonly text: string;
  readonly revision?: number;
}

const MENTION = /(?<![\w-])LBR-[A-Za-z]{2,6}-\d+(?![\w-]|\.\d)(?:,?\s?\(?r(\d+)\b)?/gi;

/** Every mention, in the order of the text. Capitals are not asked for: `lbr-own-3` is a slip worth a hint. */
export function mentionsIn(lines: readonly Line[]): Mention[] {
  return lines.flatMap(({ number, text }) =>
    [...text.matchAll(MENTION)].map(([match, revision]) => ({
      line: number,
      text: /^[\w-]+/.exec(match)?.[0] ?? match,
      ...(revision !== undefined && { revision: Number(revision) }),
    })),
  );
}
