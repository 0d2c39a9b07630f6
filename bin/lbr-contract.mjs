#!/usr/bin/env node
// In the repository the sources run as they are; in the package there is a bundle.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { overview } from './overview.mjs';

const bundle = new URL('../dist/cli.mjs', import.meta.url);
const sources = new URL('../src/cli/main.ts', import.meta.url);

async function load() {
  if (!existsSync(fileURLToPath(sources))) return import(bundle.href);
  // Not tsImport(): commands are imported later, when they are asked for.
  const { register } = await import('tsx/esm/api');
  register();
  return import(sources.href);
}

const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === '--help' || args[0] === '-h')) {
  process.stdout.write(overview());
} else if (args.length === 0) {
  process.stderr.write(overview());
  process.exitCode = 2;
} else {
  const { main } = await load();
  process.exitCode = await main(args);
}
