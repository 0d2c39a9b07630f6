import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { searchCommand } from '../../src/cli/commands/search.ts';
import { messages } from '../../src/spec/report/messages.ts';
import { ruleById } from '../../src/spec/rules/index.ts';

async function search(query: string): Promise<{ status: number; text: string }> {
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part);
    return true;
  });
  try {
    return { status: await searchCommand.run([query]), text };
  } finally {
    write.mockRestore();
  }
}

const ANSWERS: Readonly<Record<string, string>> = {
  'unhandled rdmsr': 'LBR-MSR-20',
  '0x1c9': 'LBR-MSR-20',
  '0x1db': 'LBR-MSR-23',
  'bit 15': 'LBR-DBG-21',
  RTM: 'LBR-DBG-21',
  BTS: 'LBR-DBG-24',
  b9181c8ef356: 'LBR-DBG-24',
  'lbr-fmt': 'LBR-CAP-8',
  'fail to passthrough LBR': 'LBR-MSR-1',
  'kvm [2064]: vcpu0, guest rIP: 0xfffff803cb3c0222 unhandled rdmsr: 0x1c9': 'LBR-MSR-20',
};

for (const [query, rule] of Object.entries(ANSWERS)) {
  test(`"${query}" finds ${rule} in one search`, async () => {
    const { status, text } = await search(query);
    expect(status).toBe(0);
    expect(text).toContain(`${rule}  `);
  });
}

test('nothing found is status 1, with what may be meant', async () => {
  expect(await search('unhandled rdmrs')).toMatchObject({ status: 1, text: expect.stringContaining('did you mean') });
});

test('every message has its place on the page, and its rules exist', () => {
  const page = readFileSync('docs/messages.mdx', 'utf8');
  for (const { anchor, rules } of messages) {
    expect(page).toContain(`{#${anchor}}`);
    expect(rules.filter((id) => ruleById(id) === undefined)).toEqual([]);
  }
});
