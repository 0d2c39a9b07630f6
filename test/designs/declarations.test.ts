import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { design } from '../../src/spec/designs/design.ts';
import { designNamed, designs } from '../../src/spec/designs/index.ts';
import { instancesOf, whyNotJudged } from '../../src/spec/designs/instances-of.ts';
import { v7_3 } from '../../src/spec/designs/v7.3.ts';
import { instances } from '../../src/spec/model/protocol/instances.ts';
import { allRules } from '../../src/spec/rules/index.ts';
import { declarationFaults } from '../../src/spec/verify/declarations.ts';
import { problemsOf } from '../../src/spec/verify/problems.ts';

const series = { name: 'my-series', title: 'Mine', kind: 'series', year: 2026, summary: 'Mine.', on: v7_3 } as const;
const mine = design({ ...series, breaks: [], mends: [] });

test('each design is in the file of its name', () => {
  const files = readdirSync('src/spec/designs').map((file) => path.basename(file, '.ts'));
  expect(designs.filter(({ name }) => !files.includes(name))).toEqual([]);
});

test('each design that is written down is listed', () => {
  const written = readdirSync('src/spec/designs')
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const name = /= (?:design|firstRelease)\(\{\n {2}name: '([^']+)'/.exec(
        readFileSync(`src/spec/designs/${file}`, 'utf8'),
      )?.[1];
      return name === undefined ? [] : [{ file, name }];
    });
  expect(written.length).toBeGreaterThanOrEqual(designs.length);
  const unlisted = written.filter(({ name }) => !designs.some((one) => one.name === name));
  expect(unlisted.map(({ file }) => `src/spec/designs/${file}: list it in src/spec/designs/index.ts`)).toEqual([]);
});

test('each name is used once', () => {
  expect(new Set(designs.map(({ name }) => name)).size).toBe(designs.length);
});

test('a design with no differences is its base, on every instance that judges its base', () => {
  expect(mine.protocol).toEqual(v7_3.protocol);
  expect(mine.register).toEqual(v7_3.register);
  expect(instancesOf(mine)).toEqual(instancesOf(v7_3));
  expect(instances.map((instance) => whyNotJudged(mine, instance))).toEqual(
    instances.map((instance) => whyNotJudged(v7_3, instance)),
  );
});

test('a design that decides everything otherwise than the releases is judged on every instance', () => {
  expect(instancesOf(designNamed('contract'))).toEqual(instances);
});

test('a change of a switch or to a value that does not exist is refused, and so is one that is none', () => {
  const change = (register: object) => () => design({ ...series, register, breaks: [], mends: [] });
  expect(change({ resetDebugcl: 'kept' })).toThrow(
    'there is no my-series: register: switch "resetDebugcl"; did you mean "resetDebugctl"?',
  );
  expect(change({ resetDebugctl: 'keeps' })).toThrow('value of resetDebugctl "keeps"; did you mean "kept"?');
  expect(change({ resetDebugctl: 'cleared' })).toThrow(
    'my-series: register: resetDebugctl is "cleared" in its base already',
  );
});

test('what the designs declare fits together', () => {
  expect(declarationFaults(designs, allRules)).toEqual([]);
});

test('a declaration that does not fit is one line with the file and what to write', () => {
  const faulty = design({
    ...series,
    breaks: ['LBR-OWN-3', 'LBR-RST-1', 'LBR-RST-1', 'LBR-RSTT-1'],
    mends: ['LBR-OWN-1', 'LBR-OWN-6'],
  });
  const file = 'src/spec/designs/my-series.ts';
  expect(declarationFaults([faulty], allRules)).toEqual([
    `${file}: take LBR-OWN-3 out of "breaks": v7.3 breaks it already`,
    `${file}: take LBR-RST-1 out of "breaks": it is there twice`,
    `${file}: take LBR-RSTT-1 out of "breaks": there is no such rule; did you mean LBR-RST-1?`,
    `${file}: take LBR-OWN-1 out of "mends": v7.3 does not break it`,
  ]);
});

test('a rule that does not apply is neither broken nor mended', () => {
  const rule = allRules.find(({ notApplicable }) => notApplicable?.['v7.3-mediated'] !== undefined);
  const [id] = [rule?.id ?? ''] as readonly `LBR-${string}-${number}`[];
  const mediated = { ...designNamed('v7.3-mediated'), breaks: [id], mends: [] };
  expect(declarationFaults([mediated], allRules)).toEqual([
    `src/spec/designs/v7.3-mediated.ts: take ${id} out of "breaks": it does not apply: ${rule?.notApplicable?.['v7.3-mediated'] ?? ''}`,
  ]);
});

test('a verdict that is not declared says in which file to declare it', () => {
  const rest = { revision: 1, level: 'must' } as const;
  expect(
    problemsOf(
      [
        { ...rest, rule: 'LBR-OWN-1', design: 'v7.3', verdict: 'violated', expected: 'holds' },
        { ...rest, rule: 'LBR-OWN-3', design: 'v7.3', verdict: 'holds', expected: 'violated' },
        { ...rest, rule: 'LBR-RST-3', design: 'v6.12.0', verdict: 'holds', expected: 'violated' },
        { ...rest, rule: 'LBR-ENT-4', design: 'v6.12', verdict: 'violated', expected: 'holds' },
      ],
      [],
    ).map((line) => line.replace(/^.*; /, '')),
  ).toEqual([
    'if that is what the design does, add it to "breaks" in src/spec/designs/v7.3.ts',
    'if that is what the design does, add it to "mends" in src/spec/designs/v7.3.ts',
    'if that is what the design does, take it out of "breaks" in src/spec/designs/v6.12.0.ts',
    'if that is what the design does, take it out of "mends" in src/spec/designs/v6.12.ts',
  ]);
});
