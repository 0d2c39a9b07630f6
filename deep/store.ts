import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { jsonFilesIn, writeWhole } from '../src/node/files.ts';
import type { Shard } from '../src/node/shard.ts';
import { UsageError } from '../src/node/usage-error.ts';
import { deepFlips, deepSearches, deepWalks } from '../src/spec/deep/plan.ts';
import type { DeepFlip, DeepResults, DeepSearch, DeepWalk } from '../src/spec/deep/result.ts';
import type { DeepShard } from '../src/spec/deep/shard.ts';

/** What was found, in the order of the plan. */
interface Found {
  readonly searches: readonly DeepSearch[];
  readonly walks: readonly DeepWalk[];
  readonly permitted: readonly DeepFlip[];
}

/** Of which tree the results are. */
interface Origin {
  readonly commit: string;
  readonly modelHash: string;
}

const NOTHING: Found = { searches: [], walks: [], permitted: [] };

/** The results in a file: what it has of this model is kept, and every change is written at once. */
export class DeepStore {
  found: Found;
  readonly #file: string;
  readonly #origin: Origin;
  readonly #shard: Shard | undefined;

  /** `isKept` says of a name whether its result is to stay. Throws a UsageError for a file of another shard or commit. */
  constructor(file: string, origin: Origin, shard: Shard | undefined, isKept: (name: string) => boolean) {
    this.#file = file;
    this.#origin = origin;
    this.#shard = shard;
    const { searches, walks, permitted } = this.#read();
    this.found = {
      searches: searches.filter(({ instance }) => isKept(instance)),
      walks: walks.filter(({ instance }) => isKept(instance)),
      permitted: permitted.filter(({ flip }) => isKept(flip)),
    };
  }

  save(change: Partial<Found>): void {
    const { searches, walks, permitted } = { ...this.found, ...change };
    const instance = (entry: { readonly instance: string }): string => entry.instance;
    const flip = (entry: { readonly flip: string }): string => entry.flip;
    this.found = {
      searches: inOrder(searches, deepSearches.map(instance), instance),
      walks: inOrder(walks, deepWalks.map(instance), instance),
      permitted: inOrder(permitted, deepFlips.map(flip), flip),
    };
    writeWhole(this.#file, `${JSON.stringify(this.results, null, 1)}\n`);
  }

  get results(): DeepResults | DeepShard {
    const head = { date: new Date().toISOString().slice(0, 10), ...this.#origin };
    return this.#shard === undefined
      ? { format: 'lbr-deep/1', ...head, ...this.found }
      : { format: 'lbr-deep-shard/1', ...head, shard: this.#shard, ...this.found };
  }

  #read(): Found {
    if (!existsSync(this.#file)) return NOTHING;
    const known = readResults(this.#file);
    const shard = this.#shard;
    if (shard === undefined) {
      if (known.format !== 'lbr-deep/1') throw new UsageError(`${this.#file}: is a shard; use another file`);
      return known.modelHash === this.#origin.modelHash ? known : NOTHING;
    }
    if (known.format !== 'lbr-deep-shard/1' || known.shard.index !== shard.index || known.shard.of !== shard.of) {
      throw new UsageError(`${this.#file}: is not shard ${shard.index}/${shard.of}; use another file`);
    }
    for (const key of ['commit', 'modelHash'] as const) {
      if (known[key] !== this.#origin[key]) {
        throw new UsageError(`${this.#file}: ${key} is ${known[key]}, expected ${this.#origin[key]}; use another file`);
      }
    }
    return known;
  }
}

/** The shards in a folder by name. Throws a UsageError for a file that is none. */
export function readDeepShards(folder: string): Map<string, DeepShard> {
  return new Map(
    jsonFilesIn(folder, '--merge').map((file) => {
      const found = readResults(file);
      if (found.format === 'lbr-deep-shard/1') return [path.basename(file), found];
      throw new UsageError(`${file}: found format "${found.format}", expected "lbr-deep-shard/1" as --shard writes it`);
    }),
  );
}

function readResults(file: string): DeepResults | DeepShard {
  let found: Partial<DeepResults | DeepShard>;
  try {
    found = JSON.parse(readFileSync(file, 'utf8')) as Partial<DeepResults | DeepShard>;
  } catch (error) {
    throw new UsageError(`${file}: no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { format } = found;
  if (format === 'lbr-deep/1' || format === 'lbr-deep-shard/1') return found as DeepResults | DeepShard;
  throw new UsageError(`${file}: found format "${String(format)}", expected "lbr-deep/1" or "lbr-deep-shard/1"`);
}

/** In the order of the plan, whatever order the results came in. */
function inOrder<Entry>(
  entries: readonly Entry[],
  names: readonly string[],
  nameOf: (entry: Entry) => string,
): Entry[] {
  return entries.toSorted((a, b) => names.indexOf(nameOf(a)) - names.indexOf(nameOf(b)));
}
