import type { DesignData } from './types.ts';

/** Each pair of designs once, the one that is listed earlier first. */
export function pairsOf(designs: readonly DesignData[]): (readonly [DesignData, DesignData])[] {
  return designs.flatMap((before, index) => designs.slice(index + 1).map((after) => [before, after] as const));
}
