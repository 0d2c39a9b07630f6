import type { MatrixData } from '@site/plugins/data/matrix.ts';
import { DesignPicker } from './DesignPicker.tsx';
import { Explorer } from './Explorer.tsx';
import { HandRun } from './HandRun.tsx';
import { RulePicker } from './RulePicker.tsx';
import { SwitchEditor } from './SwitchEditor.tsx';
import { useFragment } from './use-fragment.ts';
import { DEFAULT_BOUND } from './workbench-link.ts';

export interface WorkbenchData extends MatrixData {
  /** Instances of the protocol world, by name. */
  readonly instances: readonly { readonly name: string; readonly title: string }[];
}

/** Take a design, flip its switches, see what breaks. */
export function Workbench({ data }: { readonly data: WorkbenchData }) {
  const { designs, switches, instances, run } = data;
  const [first] = designs;
  const { state, problem, change } = useFragment({
    scenario: { format: 'lbr-scenario/1', design: designs.at(-1)?.name ?? '', steps: [] },
    model: run.modelHash.slice(0, 8),
    rules: [],
    bound: DEFAULT_BOUND,
  });
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
      <div className="fields">
        <DesignPicker
          designs={designs}
          value={scenario.design}
          onChange={(name) => change({ scenario: { ...withSwitches(scenario, {}), design: name } })}
        />
        <label className="field">
          <span>Instance</span>
          <select
            value={scenario.instance ?? ''}
            onChange={(event) => {
              const { instance: _, ...rest } = scenario;
              change({
                scenario:
                  event.target.value === ''
                    ? { ...rest, steps: [] }
                    : { ...rest, instance: event.target.value, steps: [] },
              });
            }}
          >
            <option value="">those that the rules ask for</option>
            {instances.map(({ name, title }) => (
              <option key={name} value={name}>
                {name}: {title}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>Bound, states per instance</span>
          <input
            type="number"
            min={1000}
            max={20_000_000}
            step={1000}
            value={state.bound}
            onChange={(event) =>
              event.target.valueAsNumber >= 1 &&
              change({ bound: Math.min(20_000_000, Math.floor(event.target.valueAsNumber)) })
            }
          />
        </label>
      </div>
      {design === undefined ? (
        <p className="problem" role="alert">
          The link names the design “{scenario.design}”, which does not exist here.
        </p>
      ) : (
        <SwitchEditor
          design={design}
          switches={switches}
          flipped={scenario.switches ?? {}}
          onChange={(flipped) => change({ scenario: withSwitches(scenario, flipped) })}
        />
      )}
      <RulePicker data={data} value={state.rules} onChange={(rules) => change({ rules })} />
      {design !== undefined && (
        <>
          <Explorer data={data} state={state} onEdit={(one) => change({ scenario: one.scenario })} />
          <HandRun scenario={scenario} modelHash={run.modelHash} onChange={(next) => change({ scenario: next })} />
        </>
      )}
    </div>
  );
}

function withSwitches<Given extends { readonly switches?: Readonly<Record<string, string>> }>(
  given: Given,
  flipped: Readonly<Record<string, string>>,
) {
  const { switches: _, ...rest } = given;
  return Object.keys(flipped).length === 0 ? rest : { ...rest, switches: flipped };
}
