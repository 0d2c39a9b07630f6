import { describe, expect, test } from 'vitest';
import { mergeWalks, shrinkWalk, walkLines, walkSteps, walkText, type WalkResults } from '../../src/spec/lab/walk.ts';

describe('a random campaign', () => {
  test('gives the same steps for the same seed and run, and others for others', () => {
    expect(walkSteps(3, 7)).toEqual(walkSteps(3, 7));
    expect(walkSteps(3, 7)).not.toEqual(walkSteps(3, 8));
    expect(walkSteps(3, 7)).not.toEqual(walkSteps(4, 7));
  });

  test('passes over steps that make no sense where they stand', () => {
    const lines = walkLines([
      { op: 'close', event: 0 },
      { op: 'wake', guest: 'A' },
      { op: 'sleep', guest: 'A', program: ['exit'] },
      { op: 'run', guest: 'A', program: ['exit'] },
    ]).map(({ text }) => text);
    expect(lines.slice(4)).toEqual(['switch A', 'run exit halt rd:0x1d9 wr:0x1d9,0x0 dump:32', 'signal A']);
  });

  test('wakes every guest that it put to sleep', () => {
    for (let run = 0; run < 200; run++) {
      const lines = walkLines(walkSteps(1, run)).map(({ text }) => text);
      const slept = lines.filter((line) => line.includes(' halt ')).length;
      expect(lines.filter((line) => line.startsWith('signal ')).length).toBe(slept);
    }
  });

  test('is shrunk until no step and no operation can be dropped', async () => {
    const steps = walkSteps(1, 0);
    const wanted = { op: 'run', guest: 'B', program: ['exit', 'wr:0x1d9,0x1', 'out'] } as const;
    const shortest = await shrinkWalk([...steps, wanted, ...steps], (candidate) =>
      Promise.resolve(
        candidate.some((step) => step.op === 'run' && step.guest === 'B' && step.program.includes('wr:0x1d9,0x1')),
      ),
    );
    expect(shortest).toEqual([{ op: 'run', guest: 'B', program: ['wr:0x1d9,0x1'] }]);
  });
});

const part = (shard: string, more: Partial<WalkResults>): WalkResults => ({
  format: 'lbr-lab-walk/1',
  agent: 'a',
  cpu: 'c',
  judge: 'j',
  kernel: '7.3.4',
  image: 'i',
  seed: 1,
  runs: 4,
  shard,
  done: 2,
  stopped: [],
  finds: [],
  ...more,
});

describe('parts of a campaign', () => {
  const one = part('1/2', { finds: [{ rule: 'LBR-ISO-1', declared: true, runs: 1, first: 2, lines: ['late'] }] });
  const two = part('2/2', { finds: [{ rule: 'LBR-ISO-1', declared: true, runs: 2, first: 1, lines: ['early'] }] });

  test('are joined in any order, and the first run of a rule is kept', () => {
    const joined = mergeWalks([one, two]);
    expect(joined).toEqual(mergeWalks([two, one]));
    expect(joined.finds).toEqual([{ rule: 'LBR-ISO-1', declared: true, runs: 3, first: 1, lines: ['early'] }]);
    expect(joined.shard).toBeUndefined();
    expect(walkText(joined)).toContain('violated in 3 of 4 runs, first in run 1');
  });

  test('are refused where one is missing, there twice, or of another campaign', () => {
    expect(() => mergeWalks([one])).toThrow('part 2/2 is missing');
    expect(() => mergeWalks([one, one])).toThrow('part 1/2 is there twice');
    expect(() => mergeWalks([one, part('2/2', { seed: 2 })])).toThrow('of another campaign');
  });
});
