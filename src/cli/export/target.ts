/** What `lbr-contract export` can write: one file of its name below `src/cli/export/`. */
export interface ExportTarget {
  readonly summary: string;
  /** The files by path relative to the place they are written to; a lone file can go to standard output. */
  files(out: string | undefined, choice?: ExportChoice): Promise<readonly ExportedFile[]>;
  /** True where `--design` and `--instance` mean something. */
  readonly choosesModel?: boolean;
  /** Said on standard error after writing: what to do with the files. */
  readonly next?: string;
}

/** The model that a target is about, and where its links lead. */
interface ExportChoice {
  readonly design?: string | undefined;
  readonly instance?: string | undefined;
  /** Address of the published contract. */
  readonly site?: string | undefined;
}

export interface ExportedFile {
  readonly path: string;
  readonly text: string;
}
