import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../node/usage-error.ts';
import { jsonFilesIn } from '../../node/files.ts';
import type { ShardFile } from './shard.ts';

/** Every shard file in a folder, by name. Throws a UsageError for a folder without any, and for a file that is none. */
export function readShards(folder: string): Map<string, ShardFile> {
  return new Map(jsonFilesIn(folder, '--merge').map((file) => [path.basename(file), readShard(file)]));
}

function readShard(file: string): ShardFile {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (isShard(content)) return content;
  const format = typeof content === 'object' && content !== null && 'format' in content ? content.format : 'none';
  throw new UsageError(`${file}: found format "${String(format)}", expected "lbr-shard/1" as --shard writes it`);
}

function isShard(value: unknown): value is ShardFile {
  if (typeof value !== 'object' || value === null) return false;
  const { format, shard, outcomes } = value as Partial<ShardFile>;
  return (
    format === 'lbr-shard/1' &&
    Number.isSafeInteger(shard?.index) &&
    Number.isSafeInteger(shard?.of) &&
    Array.isArray(outcomes) &&
    outcomes.every((outcome) => Number.isSafeInteger(outcome?.index) && typeof outcome.result === 'object')
  );
}
