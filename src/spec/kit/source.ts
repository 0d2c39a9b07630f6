/**
 * How a statement about the kernel or the processor is known:
 * - `read`: read in the source of the version named;
 * - `said`: a person said it on a list or in a commit message that was read;
 * - `inferred`: follows from the code or the manual, neither executed nor confirmed.
 */
export type Basis = 'read' | 'said' | 'inferred';

export type Source = KernelSource | CommitSource | MailSource | ManualSource;

export interface KernelSource {
  readonly kind: 'kernel';
  /** Path in the kernel tree. */
  readonly file: string;
  /** Function, macro or struct that was relied on. */
  readonly symbol: string;
  /** Version in which it was read, for example `v7.3`. */
  readonly version: string;
  readonly evidence: Basis;
  /** What it says, in our words. */
  readonly note?: string;
}

export interface CommitSource {
  readonly kind: 'commit';
  /** At least 12 hexadecimal digits where known. */
  readonly hash: string;
  readonly subject: string;
  readonly evidence: Basis;
  readonly note?: string;
}

export interface MailSource {
  readonly kind: 'mail';
  /** Opens as https://lore.kernel.org/all/<messageId>/ */
  readonly messageId: string;
  readonly author: string;
  /** ISO date, `2023-06-26`, or a year and month. */
  readonly date: string;
  readonly evidence: Basis;
  readonly note?: string;
}

export interface ManualSource {
  readonly kind: 'manual';
  /** Document and section *name*; numbers move. */
  readonly section: string;
  readonly evidence: Basis;
  readonly note?: string;
}

type Note = { readonly note?: string };
const withNote = (note: string | undefined): Note => (note === undefined ? {} : { note });

export const kernel = (
  file: string,
  symbol: string,
  version: string,
  evidence: Basis,
  note?: string,
): KernelSource => ({ kind: 'kernel', file, symbol, version, evidence, ...withNote(note) });

export const commit = (hash: string, subject: string, evidence: Basis, note?: string): CommitSource => ({
  kind: 'commit',
  hash,
  subject,
  evidence,
  ...withNote(note),
});

export const mail = (messageId: string, author: string, date: string, evidence: Basis, note?: string): MailSource => ({
  kind: 'mail',
  messageId,
  author,
  date,
  evidence,
  ...withNote(note),
});

export const manual = (section: string, evidence: Basis, note?: string): ManualSource => ({
  kind: 'manual',
  section,
  evidence,
  ...withNote(note),
});
