import type { Scenario } from '@spec/scenario/types.ts';
import { useState } from 'react';
import { NEWEST } from '../front/newest.ts';
import { AccessForm } from './AccessForm.tsx';
import { BoundField } from './BoundField.tsx';
import { DesignPicker } from './DesignPicker.tsx';
import { Explorer } from './Explorer.tsx';
import { HandRun } from './HandRun.tsx';
import { InstancePicker } from './InstancePicker.tsx';
import { NameField } from './NameField.tsx';
import { RulePicker } from './RulePicker.tsx';
import { SwitchEditor } from './SwitchEditor.tsx';
import { TryList } from './TryList.tsx';
import { useFragment } from './use-fragment.ts';
import type { WorkbenchData } from './workbench-data.ts';
import { DEFAULT_BOUND, readWorkbenchFragment } from './workbench-link.ts';

/** Take a design, flip its switches, see what breaks. */
export function Workbench({ data }: { readonly data: WorkbenchData }) {
  const { designs, switches, instances, run } = data;
  const [first] = designs;
  const { state, problem, change } = useFragment({
    scenario: {
      format: 'lbr-scenario/1',
      design: (designs.find(({ name }) => name === NEWEST) ?? first)?.name ?? '',
      steps: [],
    },
    model: run.modelHash.slice(0, 8),
    rules: [],
    bound: DEFAULT_BOUND,
    name: '',
  });
  const [runs, setRuns] = useState(0);
  const start = (): void => setRuns((count) => count + 1);
  const { scenario } = state;
  const design = designs.find(({ name }) => name === scenario.design);
  const old = state.model !== '' && state.model !== run.modelHash.slice(0, 8);
  if (first === undefined) return <p>There is no design.</p>;
  return (
    <div className="workbench">
      {problem !== undefined && (
        <p className="problem" role="alert">
          The link cannot be read: {problem}.
        </p>
      )}
      {old && (
        <p className="problem" role="status">
          This link was made with model {state.model}; the model and rules here are {run.modelHash.slice(0, 8)}. The run
          below is replayed in today’s model, and may end differently.
        </p>
      )}
      <TryList
        onTry={(fragment) => {
          const { scenario: next, rules } = readWorkbenchFragment(fragment);
          change({ scenario: next, rules, name: '' });
          start();
        }}
      />
      <section className="workbench-setup" aria-labelledby="setup">
        <h2 id="setup">What is explored</h2>
        <DesignPicker
          designs={designs}
          value={scenario.design}
          onChange={(name) => change({ scenario: { ...withSwitches(scenario, {}), design: name } })}
        />
        {design === undefined ? (
          <p className="problem" role="alert">
            The link names the design “{scenario.design}”, which does not exist here.
          </p>
        ) : (
          <SwitchEditor
            design={design}
            switches={switches}
            flipped={scenario.switches ?? {}}
            onChange={(flipped) => {
              change({ scenario: withSwitches(scenario, flipped) });
              start();
            }}
          />
        )}
        <NameField value={state.name} onChange={(name) => change({ name })} />
        <RulePicker data={data} value={state.rules} onChange={(rules) => change({ rules })} />
        <InstancePicker
          instances={instances}
          value={typeof scenario.instance === 'string' ? scenario.instance : undefined}
          onChange={(name) => change({ scenario: withInstance(scenario, name) })}
        />
        <BoundField value={state.bound} onChange={(bound) => change({ bound })} />
      </section>
      {design !== undefined && (
        <div className="workbench-work">
          <Explorer data={data} state={state} startOn={runs} onEdit={(one) => change({ scenario: one.scenario })} />
          <AccessForm />
          <HandRun
            scenario={scenario}
            statement={data.statements[scenario.violates ?? '']}
            modelHash={run.modelHash}
            onChange={(next) => change({ scenario: next })}
          />
        </div>
      )}
    </div>
  );
}

/** Steps are of an instance: another one starts anew. */
function withInstance({ instance: _, ...scenario }: Scenario, name: string | undefined): Scenario {
  return { ...scenario, ...(name === undefined ? {} : { instance: name }), steps: [] };
}

function withSwitches<Given extends { readonly switches?: Readonly<Record<string, string>> }>(
  given: Given,
  flipped: Readonly<Record<string, string>>,
) {
  const { switches: _, ...rest } = given;
  return Object.keys(flipped).length === 0 ? rest : { ...rest, switches: flipped };
}
