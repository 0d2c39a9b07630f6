/** What a result is a result of: it is stale when this hash is another. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The model, the designs that stand for kernels, and what compares them with the kernel. */
const COMPARED = [
  'src/spec/kit/layout.ts',
  'src/spec/kit/model.ts',
  'src/spec/model/protocol',
  'src/spec/model/register',
  'src/spec/designs/switches/protocol',
  'src/spec/designs/switches/protocol.ts',
  'src/spec/designs/register/v5.12.ts',
  'src/spec/designs/register/v6.2.ts',
  'src/spec/designs/register/v6.12.ts',
  'src/spec/designs/register/v7.3.ts',
  'src/spec/designs/v6.2.ts',
  'src/spec/designs/v6.12.ts',
  'src/spec/designs/v7.3.ts',
  'ground-truth/kernel.config',
  'ground-truth/build.sh',
  'ground-truth/harness',
  'ground-truth/differential',
  'ground-truth/register',
];

/** SHA-256 over paths and texts, 64 hexadecimal digits. */
export function comparedHash(): string {
  const hash = createHash('sha256');
  for (const file of COMPARED.flatMap((path) => filesOf(join(root, path)))) {
    hash
      .update(relative(root, file).split(sep).join('/') + '\0')
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}
