import { parseDocument } from '../../../src/spec/scenario/parse.ts';
import { replayRegister } from '../../../src/spec/scenario/replay-register.ts';

/** `result` of each step of a scenario. */
export function results(design: string, steps: readonly object[], host: object = {}): string[] {
  return replayRegister(parseDocument({ design, host, steps })).map(({ result }) => result);
}

/** `value` of each step that has one. */
export function values(design: string, steps: readonly object[], host: object = {}): string[] {
  return replayRegister(parseDocument({ design, host, steps })).flatMap(({ value }) =>
    value === undefined ? [] : [value],
  );
}
