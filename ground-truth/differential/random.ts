/** Reproducible choices: the same seed, the same run, on every machine. */
export interface Random {
  /** An integer in 0..limit-1. */
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
}

/** mulberry32; `seed` is any 32-bit integer. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
  };
  return { below, pick: (items) => items[below(items.length)] };
}
