// Holds registry/rules.json against the rules. `--write` enters new rules, revisions and changed drafts, `--publish`
// turns drafts into stable rules: from then on a changed sentence needs a new revision.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { chapters } from '../src/spec/rules/index.ts';
import { checkRegistry } from '../src/spec/registry/check.ts';
import { publishDrafts, recordRules } from '../src/spec/registry/record.ts';
import type { Registry } from '../src/spec/registry/types.ts';

const FILE = 'registry/rules.json';
const flags = new Set(process.argv.slice(2));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const today = new Date().toISOString().slice(0, 10);

const rules = chapters.flatMap(({ slug, rules: inChapter }) => inChapter.map((rule) => ({ ...rule, chapter: slug })));
let registry = JSON.parse(readFileSync(FILE, 'utf8')) as Registry;
if (flags.has('--write')) registry = recordRules(registry, rules, today, sha256);
if (flags.has('--publish')) registry = publishDrafts(registry, today);

const faults = checkRegistry(registry, rules, sha256);
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (flags.size > 0) writeFileSync(FILE, `${JSON.stringify(registry, null, 2)}\n`);
process.stdout.write(`${registry.rules.length} rules in the registry, ${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
