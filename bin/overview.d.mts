/** Every command with its one line, in the order in which they are listed. */
export const summaries: Readonly<Record<string, string>>;

/** The text of `lbr-contract --help`. */
export function overview(): string;
