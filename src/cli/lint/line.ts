/** One line of a patch, mail or commit message as its author wrote it, with its number in the file (from 1). */
export interface Line {
  readonly number: number;
  readonly text: string;
}
