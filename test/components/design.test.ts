import { createElement, type FunctionComponent } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { AgainstBase } from '../../src/components/design/AgainstBase.tsx';
import { NotJudged } from '../../src/components/design/NotJudged.tsx';
import { RulesWithVerdict } from '../../src/components/design/RulesWithVerdict.tsx';
import { designChange } from '../../src/site-data/design-change.ts';
import type { MatrixRow } from '../../src/site-data/matrix.ts';
import { designs } from '../../src/spec/designs/index.ts';
import { instancesOf } from '../../src/spec/designs/instances-of.ts';
import { instances } from '../../src/spec/model/protocol/instances.ts';

const row = (design: string, verdict: MatrixRow['cells'][string]['verdict']): MatrixRow => ({
  title: 'a title',
  level: 'must',
  chapter: 'isolation',
  boundary: false,
  cells: { [design]: { verdict, surprise: false } },
});

/** What a reader sees: the markup without tags that carry no text or link. */
const shown = <P extends object>(component: FunctionComponent<P>, props: P): string =>
  renderToStaticMarkup(createElement(component, props)).replaceAll(
    /<\/?(?:code|span|li|ul|p|section|h\d|div)\b[^>]*>/g,
    ' ',
  );

describe('the page of a design', () => {
  const change = {
    on: { name: 'v7.3', title: 'Linux 7.3' },
    switches: [{ world: 'protocol', name: 'snapshot', before: 'load', after: 'entry' }],
    breaks: ['LBR-ISO-1'],
    mends: ['LBR-OWN-3'],
    notJudged: [],
  } as const;
  const switches = [
    { world: 'protocol', name: 'snapshot', question: '?', values: { entry: 'At each VM-entry.' }, sources: [] },
  ] as const;
  const rows = { 'LBR-ISO-1': row('mine', 'violated'), 'LBR-OWN-3': row('mine', 'holds') };

  test('shows its base, each switch with the old and the new value, and links each rule that it breaks or mends', () => {
    const text = shown(AgainstBase, { name: 'mine', change, switches, rows }).replaceAll(/\s+/g, ' ');
    expect(text).toContain('Against its base, <a href="/designs/v7.3/">Linux 7.3</a>');
    expect(text).toContain('<a href="#protocol-snapshot"> snapshot </a>: load → entry At each VM-entry.');
    expect(text).toContain('breaks and its base keeps (1)');
    expect(text).toMatch(/<a class="rule-ref" href="\/r\/LBR-ISO-1\/#on-mine">LBR-ISO-1<\/a> a title/);
    expect(text).toContain('base breaks and it mends (1)');
    expect(text).toContain('href="/r/LBR-OWN-3/#on-mine"');
  });

  test('says why instances do not judge it, once for each reason', () => {
    const notJudged = [
      {
        reason: 'there is no mediated vPMU',
        instances: [
          { name: 'mediated', title: 'M' },
          { name: 'task', title: 'T' },
        ],
      },
    ];
    const text = shown(NotJudged, { notJudged }).replaceAll(/\s+/g, ' ');
    expect(text).toContain('every instance except 2');
    expect(text).toContain('there is no mediated vPMU: mediated , task');
    expect(shown(NotJudged, { notJudged: [] })).toContain('on every instance.');
  });

  test('says once why rules do not apply', () => {
    const data = { rows: { 'LBR-A-1': row('mine', 'not-applicable'), 'LBR-A-2': row('mine', 'not-applicable') } };
    const reasons = { 'LBR-A-1': 'guests have no Arch LBR', 'LBR-A-2': 'guests have no Arch LBR' };
    const text = shown(RulesWithVerdict, { title: 'T', verdict: 'not-applicable', design: 'mine', data, reasons });
    expect(text.match(/Guests have no Arch LBR:/g)).toHaveLength(1);
    expect(text.match(/href="\/r\/LBR-A-\d\/#on-mine"/g)).toHaveLength(2);
  });
});

describe('what the page is made of', () => {
  test.each(designs.map(({ name }) => name))('%s: base, differences and instances are those of the design', (name) => {
    const design = designs.find((one) => one.name === name);
    const change = designChange(name);
    expect(change.on?.name).toBe(design?.on?.name);
    expect(change.mends).toEqual(design?.mends);
    for (const world of ['protocol', 'register'] as const) {
      const own = change.switches.filter((one) => one.world === world);
      expect(Object.fromEntries(own.map(({ name: one, after }) => [one, after]))).toEqual(design?.changes[world]);
    }
    for (const { before, after } of change.switches) {
      expect(before).not.toBe('');
      expect(after).not.toBe(before);
    }
    const left = change.notJudged.flatMap((one) => one.instances.map((instance) => instance.name));
    expect(left.length + (design === undefined ? 0 : instancesOf(design).length)).toBe(instances.length);
  });
});
