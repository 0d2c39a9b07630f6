/** What `lbr-contract export` can write: one file of its name below `src/cli/export/`. */
export interface ExportTarget {
  readonly summary: string;
  /** The files by path relative to the place they are written to; a lone file can go to standard output. */
  files(out: string | undefined, choice?: ExportChoice): Promise<readonly ExportedFile[]>;
  /** The options that mean something to it, besides `--out` and `--site`. */
  readonly takes?: readonly (keyof ExportChoice)[];
  /** Said on standard error after writing: what to do with the files. */
  readonly next?: string;
}

/** What a target is about, and where its links lead. */
export interface ExportChoice {
  readonly design?: string | undefined;
  readonly instance?: string | undefined;
  /** A kernel tree. */
  readonly kernel?: string | undefined;
  /** All of it, where the target has a short form. */
  readonly full?: boolean | undefined;
  /** Who signs patches off: `Some Body <some.body@example.com>`. */
  readonly signOff?: string | undefined;
  /** Further trailers of patches, before the sign-off. */
  readonly trailer?: readonly string[] | undefined;
  /** Pieces of series/ by name. */
  readonly piece?: readonly string[] | undefined;
  /** Address of the published contract. */
  readonly site?: string | undefined;
}

export interface ExportedFile {
  readonly path: string;
  readonly text: string;
}
