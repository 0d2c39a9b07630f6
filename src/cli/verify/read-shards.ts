import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../command.ts';
import type { ShardFile } from './shard.ts';

/** Every shard file in a folder, by name. Throws a UsageError for a folder without any, and for a file that is none. */
export function readShards(folder: string): Map<string, ShardFile> {
  if (!existsSync(folder)) throw new UsageError(`--merge: there is no folder ${folder}`);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  if (names.length === 0)
    throw new UsageError(`--merge: ${folder} holds no .json file; expected the shards of one run`);
  return new Map(names.map((name) => [name, readShard(path.join(folder, name))]));
}

function readShard(file: string): ShardFile {
  let content: Partial<ShardFile>;
  try {
    content = JSON.parse(readFileSync(file, 'utf8')) as Partial<ShardFile>;
  } catch (error) {
    throw new UsageError(`${file}: no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (content.format !== 'lbr-shard/1' || content.shard === undefined || content.outcomes === undefined) {
    throw new UsageError(
      `${file}: found format "${String(content.format)}", expected "lbr-shard/1" as --shard writes it`,
    );
  }
  return content as ShardFile;
}
