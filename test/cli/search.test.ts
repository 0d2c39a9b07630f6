import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { messages } from '../../src/spec/report/messages.ts';
import { ruleById } from '../../src/spec/rules/index.ts';
import { REPORTS } from '../report/public-reports.ts';
import { run } from './run.ts';

const search = (query: string) => run('search', query);

/** IDs of the rules in the order in which they are printed; "AMD" for the message that says who is out. */
const found = ({ stdout }: { readonly stdout: string }): string[] =>
  stdout
    .split('\n')
    .flatMap((line) => /^(LBR-[A-Z]+-\d+) |^"Messages[^:]*": (AMD)/.exec(line)?.slice(1) ?? [])
    .filter((id) => id !== undefined);

test.each(REPORTS)('%s: found among the first results', async (query, rule) => {
  const result = await search(query);
  expect(result.status).toBe(0);
  expect(found(result).slice(0, rule === 'AMD' ? 1 : 3)).toContain(rule);
});

const ANSWERS: Readonly<Record<string, string>> = {
  'unhandled rdmsr': 'LBR-MSR-20',
  '0x1c9': 'LBR-MSR-20',
  '0x1db': 'LBR-MSR-23',
  'bit 15': 'LBR-DBG-21',
  '0x8000': 'LBR-DBG-21',
  '0x4': 'LBR-DBG-22',
  RTM: 'LBR-DBG-21',
  BTS: 'LBR-DBG-24',
  b9181c8ef356: 'LBR-DBG-24',
  'lbr-fmt': 'LBR-CAP-8',
  'fail to passthrough LBR': 'LBR-MSR-1',
  'kvm [2064]: vcpu0, guest rIP: 0xfffff803cb3c0222 unhandled rdmsr: 0x1c9': 'LBR-MSR-20',
  'LBR-OWN-3': 'LBR-OWN-3',
  'own-3': 'LBR-OWN-3',
  nmi: 'LBR-OWN-2',
  leak: 'LBR-ISO-1',
};

test.each(Object.entries(ANSWERS))('"%s" finds %s first', async (query, rule) => {
  const result = await search(query);
  expect(result.status).toBe(0);
  expect(found(result)[0]).toBe(rule);
});

test.each([
  ['unhandled rdmrs', 'LBR-MSR-20'],
  ['passthruogh LBR', 'LBR-MSR-1'],
  ['freeze_on_smmi', 'LBR-DBG-2'],
  ['unchekced msr acces error', 'LBR-DBG-24'],
])('a typo is mended, and the output says so: %s', async (query, rule) => {
  const result = await search(query);
  expect(result.stdout).toMatch(/^nothing found for ".*"; found for "/);
  expect(found(result).slice(0, 3)).toContain(rule);
});

test('switches are found by name, after the rules', async () => {
  expect((await search('lastBranchMsrs')).stdout).toContain('Switch lastBranchMsrs\n');
  const lines = (await search('hostEventOrder')).stdout;
  expect(lines).toMatch(/Switch hostEventOrder\n {4}\S/);
});

test('words that begin with a dash are words, and an unknown option is none', async () => {
  expect((await run('search', '-cpu', 'host,lbr-fmt=0x5')).stdout).toContain('LBR-CAP-8 ');
  expect((await run('search', '--al', 'x')).status).toBe(2);
  expect((await run('search')).status).toBe(2);
});

test('what is nowhere is status 1', async () => {
  expect(await search('zzqqxxyy')).toMatchObject({ status: 1, stdout: 'nothing found for "zzqqxxyy"\n' });
});

test('every message has its place on the page, and its rules exist', () => {
  const page = readFileSync('docs/messages.mdx', 'utf8');
  for (const { anchor, rules } of messages) {
    expect(page).toContain(`{#${anchor}}`);
    expect(rules.filter((id) => ruleById(id) === undefined)).toEqual([]);
  }
});
