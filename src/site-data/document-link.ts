/** A page of docs/ that is not a chapter: where it is, and its title. */
export interface DocumentLink {
  readonly path: string;
  readonly title: string;
}
