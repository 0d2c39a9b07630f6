import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { replay } from '../../src/spec/check/index.ts';
import type { ActionArgs } from '../../src/spec/kit/model.ts';
import type { ScenarioStep } from '../../src/spec/scenario/types.ts';
import { printRun, type PrintedRun } from '../../src/spec/trace/print/index.ts';
import { modelOf, type Flips } from '../rules/protocol-harness.ts';

const FOLDER = 'scenarios/counterexamples';

/** A counterexample of the protocol world, printed. */
export interface CounterexampleRun extends PrintedRun {
  readonly rule: string;
  readonly design: string;
  readonly steps: readonly ScenarioStep[];
}

/** Every checked-in counterexample of the protocol world as a trace would show it. */
export function counterexampleRuns(): CounterexampleRun[] {
  return readdirSync(FOLDER).flatMap((rule) =>
    readdirSync(path.join(FOLDER, rule)).flatMap((file) => {
      const { design, instance, switches, steps } = JSON.parse(
        readFileSync(path.join(FOLDER, rule, file), 'utf8'),
      ) as Document;
      // One of the register world.
      if (instance === undefined) return [];
      const model = modelOf(design, instance, switches as Flips | undefined);
      const named = steps.map(({ op, ...args }) => ({ op, args: args as ActionArgs }));
      return [{ rule, design, steps, ...printRun(model, replay(model, named).actions) }];
    }),
  );
}

interface Document {
  readonly design: string;
  readonly instance?: string;
  readonly switches?: Readonly<Record<string, string>>;
  readonly steps: readonly ScenarioStep[];
}
