import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contract } from '../../src/spec/designs/contract.ts';
import { designNamed, designs } from '../../src/spec/designs/index.ts';
import { museum, notExpressed } from '../../src/spec/designs/museum/index.ts';
import { protocolSwitches } from '../../src/spec/switches/protocol.ts';
import { registerSwitches } from '../../src/spec/switches/register.ts';

interface Bug {
  readonly bug: string;
  /** Of the fix, or of the report where there is none. */
  readonly year?: number;
  readonly commit?: string;
  readonly subject: string;
  /** Of AMD only: out of the contract. */
  readonly area?: 'amd';
}

/** The public record of bugs, and what else older kernels did otherwise. */
const record = JSON.parse(readFileSync('registry/bugs.json', 'utf8')) as {
  readonly bugs: readonly Bug[];
  readonly oldValues: Readonly<Record<string, string>>;
};
const ours = record.bugs.filter(({ area }) => area !== 'amd');
const shown = museum.map(({ bug }) => bug);
const absent = Object.keys(notExpressed);

test('every bug of the record is in the museum, or there is a reason why not; bugs of AMD only are in neither', () => {
  expect(new Set(record.bugs.map(({ bug }) => bug)).size).toBe(record.bugs.length);
  const names = ours.map(({ bug }) => bug);
  expect([...shown, ...absent].toSorted()).toEqual(names.toSorted());
});

test('the record and the museum agree on the year and the commit', () => {
  const facts = ({ bug, year, commit }: Bug | (typeof museum)[number]): string => `${bug} ${year} ${commit ?? ''}`;
  expect(museum.map(facts).toSorted()).toEqual(
    ours
      .filter(({ bug }) => shown.includes(bug))
      .map(facts)
      .toSorted(),
  );
});

test('each bug is there once, brought back in one world at least', () => {
  expect(new Set(shown).size).toBe(shown.length);
  expect(museum.filter(({ protocol, register }) => protocol === undefined && register === undefined)).toEqual([]);
});

test('no bug is in the museum and not expressible', () => {
  expect(shown.filter((bug) => notExpressed[bug] !== undefined)).toEqual([]);
});

const olderReleases = designs
  .filter(({ kind, name }) => kind === 'release' && !name.startsWith('v7.'))
  .map(({ name }) => name);

/** What a release up to 6.12 does and neither 7.3 nor the contract does: it was changed, so it may have been a bug. */
function gone(world: 'protocol' | 'register'): string[] {
  const valueOf = (design: string, name: string): string | undefined =>
    (designNamed(design)[world] as Readonly<Record<string, string>>)[name];
  return Object.keys({ protocol: protocolSwitches, register: registerSwitches }[world]).flatMap((name) => {
    const now = ['v7.3', 'v7.3-mediated', contract.name].map((design) => valueOf(design, name));
    const before = new Set(olderReleases.map((design) => valueOf(design, name)));
    return [...before].filter((value) => !now.includes(value)).map((value) => `${name}=${String(value)}`);
  });
}

test('what kernels do no more is a bug of the museum, or the record says why it is none', () => {
  const old = [...gone('protocol'), ...gone('register')];
  const exhibits = museum.flatMap(({ protocol, register }) =>
    Object.entries({ ...protocol?.flips, ...register?.flips }).map(([name, value]) => `${name}=${value}`),
  );
  expect(old.length).toBeGreaterThan(40);
  expect(Object.keys(record.oldValues).toSorted()).toEqual(old.filter((one) => !exhibits.includes(one)).toSorted());
});

test('each bug of the museum says what went wrong in two sentences or three', () => {
  const texts = museum.map(({ text }) => text);
  expect(texts.filter((text) => ![2, 3].includes(text.match(/\.(?= |$)/g)?.length ?? 0))).toEqual([]);
});
