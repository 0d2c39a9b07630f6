import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '../node/usage-error.ts';
import { nearest } from '../spec/kit/nearest.ts';

/** `parseArgs()` of Node, with bad usage as a UsageError that names the option and the one that may be meant. */
export function parseOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(wrongUse(error, Object.keys(options)));
  }
}

/** What `parseArgs()` has to say, without its advice on arguments that begin with a dash. */
function wrongUse(error: unknown, names: readonly string[]): string {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  const option = /'(?:-\w, )?(-[^' ]*)/.exec(error.message)?.[1];
  if (option === undefined) return error.message;
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const all = names.map((name) => `--${name}`);
      const hint = nearest(option, all);
      const rest = hint === undefined ? `expected one of ${all.join(', ')}` : `did you mean "${hint}"?`;
      return `unknown option "${option}"; ${rest}`;
    }
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return error.message.includes('does not take') ? `${option}: takes no value` : `${option}: expected a value`;
    default:
      return error.message;
  }
}

/** The value, if it is one of `expected`; throws a UsageError with a hint otherwise. */
export function oneOfValues<Value extends string>(option: string, found: string, expected: readonly Value[]): Value {
  const value = expected.find((candidate) => candidate === found);
  if (value !== undefined) return value;
  const hint = nearest(found, expected);
  throw new UsageError(
    `${option}: found "${found}", expected ${expected.join(', ')}${hint === undefined ? '' : `; did you mean "${hint}"?`}`,
  );
}

/** A whole number from `least` on. Throws a UsageError that names the option. */
export function wholeNumber(option: string, text: string | undefined, fallback: number, least: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (/^[0-9]+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`${option}: found "${text}", expected a whole number from ${least} on`);
}

/** Throws a UsageError where a command that takes options only got something else. */
export function noPositionals(positionals: readonly string[]): void {
  if (positionals.length > 0) throw new UsageError(`found "${positionals[0]}", expected options only`);
}
