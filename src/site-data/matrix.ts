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
  /** The rule guards a security boundary. */
  readonly boundary: boolean;
  /** By design. */
  readonly cells: Readonly<Record<string, MatrixCell>>;
}

export interface MatrixCell {
  readonly verdict: Verdict;
  /** True where the verdict is not the declared one. */
  readonly surprise: boolean;
  /** Length of the counterexample. */
  readonly steps?: number;
  /** The code of a kernel takes the same steps. */
  readonly code?: boolean;
  /** A whole kernel in the lab showed the violation. */
  readonly lab?: boolean;
}

export function matrixOf(data: SiteData, switches: readonly SwitchData[] = []): MatrixData {
  const { run, chapters, designs, rules } = data;
  const rows = Object.fromEntries(
    rules.map(({ id, title, level, chapter, verdicts, securityBoundary }) => {
      const cells = Object.fromEntries(
        verdicts.map(({ design, verdict, expected, steps, inCode, lab }): [string, MatrixCell] => [
          design,
          {
            verdict,
            surprise: verdict !== expected,
            ...(steps === undefined ? {} : { steps: steps.length }),
            ...(inCode?.reproduced === true ? { code: true } : {}),
            ...(lab?.some(({ outcome }) => outcome === 'seen') === true ? { lab: true } : {}),
          },
        ]),
      );
      return [id, { title, level, chapter, boundary: securityBoundary === true, cells }];
    }),
  );
  return { run, chapters, designs, switches, rows };
}
