import { expect, test } from 'vitest';
import { msrKeys } from '../../src/spec/report/search/msr-keys.ts';
import { findEntries, mergeFound } from '../../src/spec/report/search/find.ts';

test('an MSR is found by index, by the name of the manual and by the name of the kernel', () => {
  const keys = msrKeys('KVM restores DEBUGCTL after VM-exit');
  expect(keys).toEqual(expect.arrayContaining(['0x1d9', 'ia32_debugctl', 'msr_ia32_debugctlmsr', 'debugctl']));
  expect(keys).not.toContain('0x1c8');
  expect(msrKeys('perf waits')).toEqual([]);
});

const entries = [
  { path: 'a', title: 'About something else', note: '', keys: ['0x1d9', '189ecdb3e112'] },
  { path: 'b', title: 'DEBUGCTL 0x1d9', note: '', keys: ['0x1d9'] },
  { path: 'c', title: 'Contains', note: '', keys: ['vmx_vcpu_run_flags'] },
];
const found = (query: string): string[] => findEntries(entries, query).entries.map(({ path }) => path);

test('who has the query in the title comes first among equals', () => {
  expect(found('0x1D9')).toEqual(['b', 'a']);
});

test('what stands in the reasons only comes later', () => {
  const two = [
    { path: 'x', title: '', note: '', more: ['0x1d9'] },
    { path: 'y', title: '', note: '', keys: ['0x1d9'] },
    { path: 'z', title: '', note: '', more: ['nothing'] },
  ];
  expect(findEntries(two, '0x1d9').entries.map(({ path }) => path)).toEqual(['y', 'x']);
});

test('a commit is found by a short and by a full hash', () => {
  expect(found('189ecdb')).toEqual(['a']);
  expect(found('189ecdb3e112abcdefabcdefabcdefabcdefabcd')).toEqual(['a']);
  expect(found('189ecdb3e113')).toEqual([]);
});

test('a function is found with its parentheses and by a part of its name', () => {
  expect(found('vcpu_run()')).toEqual(['c']);
  expect(found('zz')).toEqual([]);
});

test('a typo is mended, and the answer says so', () => {
  expect(findEntries(entries, 'abuot somehting')).toMatchObject({
    corrected: 'about something',
    entries: [{ path: 'a' }],
  });
  expect(findEntries(entries, 'zzzzzz')).toEqual({ entries: [] });
});

test('rules come before chapters before mutants, and what is named exactly comes first', () => {
  const mixed = ['mutants/#m', 'contract/debugctl/', 'r/LBR-DBG-1/', 'designs/v7.3/'].map((path) => ({
    path,
    title: path,
    note: 'debugctl',
    keys: [`some_debugctl_${path.slice(0, 3)}`],
  }));
  const order = (query: string): string[] => findEntries(mixed, query).entries.map(({ path }) => path);
  expect(order('debugctl')).toEqual(['r/LBR-DBG-1/', 'contract/debugctl/', 'designs/v7.3/', 'mutants/#m']);
  expect(order('some_debugctl_mut')[0]).toBe('mutants/#m');
  const text = ['method/', 'contract/freeze/', 'r/LBR-FRZ-20/'].map((path) => ({ path, title: '', note: '' }));
  expect(mergeFound(findEntries(mixed, 'debugctl').entries, text).map(({ path }) => path)).toEqual([
    'r/LBR-DBG-1/',
    'contract/debugctl/',
    'designs/v7.3/',
    'r/LBR-FRZ-20/',
    'contract/freeze/',
    'method/',
    'mutants/#m',
  ]);
});
