import { expect, test } from 'vitest';
import { designs } from '../../../src/spec/designs/index.ts';
import { kernelRst, kernelSections } from '../../../src/spec/report/rst/kernel/document.ts';
import { errataEntry } from '../../../src/spec/report/rst/kernel/errata.ts';
import { documentedKernels, mediatedOf, newestKernel } from '../../../src/spec/report/rst/kernel/kernels.ts';
import { ruleTexts } from '../../../src/spec/rules/index.ts';

const documentOf = (kernel: (typeof documentedKernels)[number], seen?: readonly string[]): string =>
  kernelRst({ kernel, rules: ruleTexts, seen: seen && { kernel: '9.9.9-test', rules: new Set(seen) } });

test('the newest kernel is described, and each release has one document', () => {
  expect(newestKernel.name).toBe('v7.3');
  expect(mediatedOf(newestKernel)?.name).toBe('v7.3-mediated');
});

test.each(documentedKernels)('the document of $name has at most 300 lines of 80 columns', (kernel) => {
  const lines = documentOf(kernel, []).split('\n');
  expect(lines.length - 1).toBeLessThanOrEqual(300);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test.each(documentedKernels)('the document of $name says BROKEN beside exactly the rules that it breaks', (kernel) => {
  const mediated = mediatedOf(kernel);
  const text = documentOf(kernel).replaceAll(/\n {2}/g, ' ');
  const issues = text.slice(text.indexOf('\nKnown issues\n'));
  const marked = [...issues.matchAll(/^\* (LBR-[A-Z]+-\d+)(?: \(should\))?: .* BROKEN\.$/gm)].map(([, id]) => id);
  const broken = ruleTexts.filter(({ violatedOn }) =>
    [kernel.name, mediated?.name].some((name) => name !== undefined && violatedOn.includes(name)),
  );
  expect(marked.toSorted()).toEqual(broken.map(({ id }) => id).toSorted());
});

test.each(documentedKernels)('every rule that the document of $name names is broken there', (kernel) => {
  const named = new Set(documentOf(kernel).match(/LBR-[A-Z]+-\d+/g));
  named.delete('LBR-OWN-3');
  const on = [kernel.name, mediatedOf(kernel)?.name];
  const kept = ruleTexts.filter(({ id, violatedOn }) => named.has(id) && !violatedOn.some((name) => on.includes(name)));
  expect(kept.map(({ id }) => id)).toEqual([]);
});

test('behaviour names every boundary that the newest kernel breaks, where it breaks it', () => {
  const against = new Set<string>(kernelSections.flatMap(({ facts }) => facts.flatMap((fact) => fact.against ?? [])));
  const silent = ruleTexts.filter(
    ({ id, securityBoundary, violatedOn }) =>
      securityBoundary === true && violatedOn.includes(newestKernel.name) && !against.has(id),
  );
  expect(silent.map(({ id }) => id)).toEqual([]);
});

test('it speaks of one kernel: no proposal, no series, no model, no person', () => {
  const others = designs.filter(({ kind }) => kind !== 'release').flatMap(({ name, title }) => [name, title]);
  for (const kernel of documentedKernels) {
    const text = documentOf(kernel);
    const words = text.replaceAll('the contract', 'contract').replaceAll(/\s+/g, ' ').replaceAll('CPU model', '');
    for (const other of others.filter((name) => name !== 'request')) expect(words).not.toContain(other);
    expect(words).not.toMatch(/\bmodel\b|propos|patch series|\bcontract\b|@/i);
  }
});

test('what was seen in a kernel and what follows from its source are told apart', () => {
  const text = documentOf(newestKernel, ['LBR-MSR-1']).replaceAll(/\n {2}/g, ' ');
  expect(text).toMatch(/^\* LBR-MSR-1: .* BROKEN\.$/m);
  expect(text).toMatch(/^\* LBR-MSR-2: .* BROKEN \(s\)\.$/m);
  expect(text).toContain('Linux 9.9.9-test');
  expect(documentOf(newestKernel)).not.toContain('BROKEN (s)');
});

test('two kernels that decide differently have different documents', () => {
  const texts = documentedKernels.map((kernel) => documentOf(kernel).replaceAll(kernel.title, ''));
  expect(new Set(texts).size).toBe(texts.length);
});

test.each(documentedKernels)('the entry for errata.rst on $name has 8 to 12 lines of 79 columns', (kernel) => {
  const lines = errataEntry(kernel).trimEnd().split('\n');
  expect(lines.length).toBeGreaterThanOrEqual(8);
  expect(lines.length).toBeLessThanOrEqual(12);
  expect(lines.filter((line) => line.length > 79)).toEqual([]);
  expect(lines[1]).toBe('-'.repeat(lines[0].length));
  expect(lines.at(-1)).toMatch(/^\*\*Workaround:\*\*/);
});
