/** A page of docs/ that is no chapter: where it is, and its title. */
export interface DocumentLink {
  readonly path: string;
  readonly title: string;
}
