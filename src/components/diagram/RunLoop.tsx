import data from '@generated/lbr-spec/default/run-loop.json';
import type { RunLoopPlace } from '@site/src/site-data/run-loop.ts';

const ROW = 44;
const WIDTH = 640;

const irqText = { on: 'IRQs on', off: 'IRQs off', guest: 'in guest mode' } as const;

/** KVM_RUN from place to place, with the windows in which an IRQ can come in; drawn from the protocol model. */
export function RunLoop() {
  const places = data as readonly RunLoopPlace[];
  const height = places.length * ROW + 10;
  return (
    <figure>
      <svg className="diagram run-loop" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-labelledby="run-loop-title">
        <title id="run-loop-title">
          {`The run loop: ${places.map(({ name, irqs }) => `${name}, ${irqText[irqs]}`).join('; ')}`}
        </title>
        {places.map(({ name, irqs, steps }, index) => (
          <g key={name} transform={`translate(0 ${index * ROW + 5})`}>
            <rect className={`irq-window irq-${irqs}`} x={4} y={0} width={92} height={ROW} />
            <text className="diagram-text" x={50} y={ROW / 2 + 4} textAnchor="middle">
              {irqText[irqs]}
            </text>
            <text className="diagram-title" x={112} y={18}>
              {name}
            </text>
            {steps.slice(0, 1).map((step) => (
              <text key={step} className="diagram-text" x={112} y={35}>
                {steps.length === 1 ? step : `${step}, and ${steps.length - 1} more`}
              </text>
            ))}
          </g>
        ))}
      </svg>
      <figcaption className="hint">
        Places of a vCPU thread in KVM_RUN, from the protocol model under the design contract. An IPI from perf arrives
        where IRQs are enabled, an NMI anywhere.
      </figcaption>
    </figure>
  );
}
