import type { Action } from '../../kit/model.ts';
import type { ProtocolModel, World } from '../../model/protocol/index.ts';
import { RunPrinter } from './run-printer.ts';

export { RunPrinter } from './run-printer.ts';

/** A run as ftrace text, with the number of the last line that each step printed. */
export interface PrintedRun {
  readonly text: string;
  readonly lastLine: readonly number[];
}

/** Prints a run from the initial state. Every step must be enabled where it comes. */
export function printRun(model: ProtocolModel, steps: readonly Action<World>[]): PrintedRun {
  const world = model.createDraft();
  model.initialize(world, 0);
  const printer = new RunPrinter(model.machine);
  const lastLine = steps.map((action) => {
    model.beginStep?.(world);
    printer.before(world);
    action.apply(world);
    printer.after(action, world);
    return printer.length;
  });
  return { text: printer.text, lastLine };
}
