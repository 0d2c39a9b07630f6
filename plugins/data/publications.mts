// Prints what the site publishes beside its pages, as JSON: rules.json, the change log as data and as a feed, the
// contract as one document, and what documents of a kernel tree say of the newest kernel. A process of its own, like main.mts.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { seenInKernel } from '../../src/cli/disclosure.ts';
import { changeLogAtom } from '../../src/spec/registry/atom.ts';
import { changeLog } from '../../src/spec/registry/change-log.ts';
import type { Registry } from '../../src/spec/registry/types.ts';
import type { ContractData, DesignData } from '../../src/spec/report/contract-data.ts';
import { ruleData } from '../../src/spec/report/rule-data.ts';
import { contractRst } from '../../src/spec/report/rst/contract.ts';
import { kernelRst } from '../../src/spec/report/rst/kernel/document.ts';
import { errataEntry } from '../../src/spec/report/rst/kernel/errata.ts';
import { newestKernel } from '../../src/spec/report/rst/kernel/kernels.ts';
import { rulesJson } from '../../src/spec/report/rules-json.ts';
import type { VerdictFile } from '../../src/spec/verify/verdict-file.ts';
import { Excerpts } from './excerpts.ts';
import { loadSpec } from './load-spec.ts';
import type { Publications } from './publications.ts';

const root = path.resolve(import.meta.dirname, '../..');
const site = process.argv[2] || undefined;

const read = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const spec = loadSpec();
const verdicts = existsSync(path.join(root, 'verdicts/verdicts.json'))
  ? (read('verdicts/verdicts.json') as VerdictFile)
  : undefined;
const { version } = read('package.json') as { version: string };

const contract: ContractData = {
  version,
  chapters: spec.chapters.map((chapter) => ({ ...chapter, rules: chapter.rules.map(ruleData) })),
  designs: spec.designs as readonly DesignData[],
  switches: spec.switches,
  registry: read('registry/rules.json') as Registry,
  ...(verdicts !== undefined && { verdicts }),
};

const properties = new Excerpts(root).properties('src/spec/rules');
const sourceOf = (id: string) =>
  properties.get(id)?.map(({ file, line, lines }) => ({
    file,
    line,
    text: lines.map((tokens) => tokens.map(([, text]) => text).join('')).join('\n'),
  }));

const changes = changeLog(
  contract.registry,
  contract.chapters.flatMap((chapter) => chapter.rules),
);
const publications: Publications = {
  changes,
  files: {
    'rules.json': `${JSON.stringify(rulesJson(contract, site, sourceOf), null, 2)}\n`,
    'changes.atom': changeLogAtom(changes, site),
    'contract.rst': contractRst(contract),
    'lbr.rst': kernelRst({
      kernel: newestKernel,
      rules: spec.chapters.flatMap(({ rules }) => rules),
      seen: seenInKernel(newestKernel.name),
    }),
    'errata-lbr.rst': errataEntry(newestKernel),
  },
};
process.stdout.write(JSON.stringify(publications));
