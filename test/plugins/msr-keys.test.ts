import { expect, test } from 'vitest';
import { msrKeys } from '../../src/site-data/msr-keys.ts';
import { findExact } from '../../src/site-data/search-exact.ts';

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
const found = (query: string): string[] => findExact(entries, query).map(({ path }) => path);

test('who has the query in the title comes first among equals', () => {
  expect(found('0x1D9')).toEqual(['b', 'a']);
});

test('what stands in the reasons only comes later', () => {
  const two = [
    { path: 'x', title: '', note: '', more: ['0x1d9'] },
    { path: 'y', title: '', note: '', keys: ['0x1d9'] },
    { path: 'z', title: '', note: '', more: ['nothing'] },
  ];
  expect(findExact(two, '0x1d9').map(({ path }) => path)).toEqual(['y', 'x']);
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
