/** A change of the kernel in series/ that stands alone. */
export interface Piece {
  /** Of its folder. */
  readonly name: string;
  /** What it changes, one clause. */
  readonly what: string;
  /** Files of a kernel's tree, each of which it changes. */
  readonly files: readonly string[];
  /** Series of kernels that it is for; all of them where it is absent. */
  readonly only?: readonly string[];
  /** Rules that it aims at. */
  readonly rules: readonly string[];
  /** What it takes from somebody, one sentence. */
  readonly cost?: string;
  /** How far its runs in the lab bear, one sentence. */
  readonly caveat?: string;
}

/** Whether a piece is for a series of kernels. */
export const isFor = ({ only }: Pick<Piece, 'only'>, series: string): boolean => only?.includes(series) ?? true;
