export interface StartOptions {
  readonly port: number;
  readonly host: string;
  readonly dev: boolean;
  readonly help: boolean;
  readonly base: string;
}

export function startOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): StartOptions;
