import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Action } from '../../src/spec/kit/model.ts';
import { protocolModel, type ProtocolModel, type World } from '../../src/spec/model/protocol/index.ts';
import { instanceByName } from '../../src/spec/model/protocol/instances.ts';
import type { ScenarioStep } from '../../src/spec/scenario/types.ts';
import { protocolSettings } from '../../src/spec/verify/protocol-settings.ts';
import { printRun, type PrintedRun } from '../../src/spec/trace/print/index.ts';

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
      const found = instance === undefined ? undefined : instanceByName(instance);
      if (found === undefined) return [];
      const model = protocolModel(protocolSettings({ design, flips: switches ?? {} }), found);
      return [
        {
          rule,
          design,
          steps,
          ...printRun(
            model,
            steps.map((step) => actionOf(model, step)),
          ),
        },
      ];
    }),
  );
}

interface Document {
  readonly design: string;
  readonly instance?: string;
  readonly switches?: Readonly<Record<string, string>>;
  readonly steps: readonly ScenarioStep[];
}

function actionOf(model: ProtocolModel, { op, ...args }: ScenarioStep): Action<World> {
  const found = model.actions.find(
    (action) => action.name === op && Object.entries(action.args ?? {}).every(([name, value]) => args[name] === value),
  );
  if (found === undefined) throw new Error(`no action ${op} ${JSON.stringify(args)}`);
  return found;
}
