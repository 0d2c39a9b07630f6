import { parseArgs } from 'node:util';
import { UsageError } from './command.ts';
import { nearest } from './did-you-mean.ts';
/** `parseArgs()` of Node, with bad usage as a UsageError. */
export function parseOptions(args, options) {
    try {
        return parseArgs({ args: [...args], allowPositionals: true, options });
    }
    catch (error) {
        throw new UsageError(error instanceof Error ? error.message : String(error));
    }
}
/** The value, if it is one of `expected`; throws a UsageError with a hint otherwise. */
export function oneOfValues(option, found, expected) {
    const value = expected.find((candidate) => candidate === found);
    if (value !== undefined)
        return value;
    const hint = nearest(found, expected);
    throw new UsageError(`${option}: found "${found}", expected ${expected.join(', ')}${hint === undefined ? '' : `; did you mean "${hint}"?`}`);
}
