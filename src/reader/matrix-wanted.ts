/** What a row of the matrix says about its rule. */
export interface RowFacts {
  /** ID and title, in lower case. */
  readonly text: string;
  readonly chapter: string;
  readonly level: string;
  readonly boundary: boolean;
  readonly lab: boolean;
  /** Verdict by design. */
  readonly verdicts: Readonly<Record<string, string>>;
}

/** What a reader wants to see; a field that is missing wants nothing. */
export interface Wanted {
  readonly q?: string;
  readonly chapter?: string;
  readonly level?: string;
  readonly violated?: string;
  readonly from?: string;
  readonly to?: string;
  readonly boundary?: string;
  readonly lab?: string;
}

/** Whether the row is one of those that are wanted. Two designs differ where their verdicts do. */
export function matches(row: RowFacts, { q, chapter, level, violated, from, to, boundary, lab }: Wanted): boolean {
  return (
    (q === undefined ||
      q
        .toLowerCase()
        .split(/\s+/)
        .every((word) => row.text.includes(word))) &&
    (chapter === undefined || row.chapter === chapter) &&
    (level === undefined || row.level === level) &&
    (violated === undefined || row.verdicts[violated] === 'violated') &&
    (from === undefined || to === undefined || row.verdicts[from] !== row.verdicts[to]) &&
    (boundary === undefined || row.boundary) &&
    (lab === undefined || row.lab)
  );
}
