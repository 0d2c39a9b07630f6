/** One subcommand of `lbr-contract`. Each lives in a file of its name below `commands/`. */
export interface Command {
  readonly name: string;
  /** One line for `lbr-contract --help`. */
  readonly summary: string;
  /** The text of `lbr-contract NAME --help`. */
  readonly usage: string;
  /** Returns the exit status: 0 as declared, 1 judged and not as declared, 2 bad input or usage. */
  run(args: readonly string[]): Promise<number>;
}
