import type { Verdict } from '../spec/kit/rule.ts';
import type { ChapterData, DesignData, RunStamp, SiteData, SwitchData } from './types.ts';

/** Rules by designs with one verdict each: what the front page and the design pages are made of. */
export interface MatrixData {
  readonly run: RunStamp;
  readonly chapters: readonly ChapterData[];
  readonly designs: readonly DesignData[];
  readonly switches: readonly SwitchData[];
  readonly rows: Readonly<Record<string, MatrixRow>>;
}

export interface MatrixRow {
  readonly title: string;
  readonly level: string;
  readonly chapter: string;
  /** By design. */
  readonly cells: Readonly<Record<string, MatrixCell>>;
}

export interface MatrixCell {
  readonly verdict: Verdict;
  /** True where the verdict is not the declared one. */
  readonly surprise: boolean;
  /** Length of the counterexample. */
  readonly steps?: number;
}

export function matrixOf(data: SiteData, switches: readonly SwitchData[] = []): MatrixData {
  const { run, chapters, designs, rules } = data;
  const rows = Object.fromEntries(
    rules.map(({ id, title, level, chapter, verdicts }) => {
      const cells = Object.fromEntries(
        verdicts.map(({ design, verdict, expected, steps }): [string, MatrixCell] => [
          design,
          { verdict, surprise: verdict !== expected, ...(steps === undefined ? {} : { steps: steps.length }) },
        ]),
      );
      return [id, { title, level, chapter, cells }];
    }),
  );
  return { run, chapters, designs, switches, rows };
}
