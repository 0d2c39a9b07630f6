import data from '@generated/lbr-spec/default/owner-states.json';
import type { Owner, OwnerChange, OwnerStates as States } from '@site/src/site-data/owner-states.ts';
import { arrowOf, HEIGHT, LINE_HEIGHT, NODE, PLACES, WIDTH } from './owner-layout.ts';

const words: Readonly<Record<Owner, string>> = {
  nobody: 'nobody',
  host: 'the host',
  guest: 'a guest',
  both: 'both',
};

const all = data as unknown as readonly States[];
const wayOf = ({ from, to }: OwnerChange): string => `${from} ${to}`;
/** The changes of the contract, which other designs are compared with. */
const agreed = new Set(all.find((one) => one.design === 'contract')?.changes.map(wayOf));

/** Who can own the LBRs of a pCPU and what changes it, found by exploring the protocol model of a design. */
export function OwnerStates({ design }: { readonly design: string }) {
  const states = all.find((one) => one.design === design);
  if (states === undefined) throw new Error(`<OwnerStates design="${design}">: the build explores no such design`);
  const { reachable, changes, instances } = states;
  // Both at once from nobody and back crosses everything else; the list has it.
  const drawn = changes.filter(({ from, to }) => ![from, to].includes('nobody') || ![from, to].includes('both'));
  const departs = (change: OwnerChange): boolean => !agreed.has(wayOf(change));
  const id = `owner-${design}`;
  return (
    <figure className="owner-states">
      <div className="scroll" tabIndex={0} role="group" aria-label={`Owner states under ${design}`}>
        <svg className="diagram" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={`${id}-name`}>
          <title id={`${id}-name`}>{`${design}: ${changes.map(sentence).join('; ')}`}</title>
          <defs>
            <marker
              id={`${id}-head`}
              viewBox="0 0 8 8"
              refX={7}
              refY={4}
              markerWidth={8}
              markerHeight={8}
              orient="auto"
            >
              <path d="M0 0L8 4L0 8Z" className="diagram-head" />
            </marker>
            <marker
              id={`${id}-departs`}
              viewBox="0 0 8 8"
              refX={7}
              refY={4}
              markerWidth={6}
              markerHeight={6}
              orient="auto"
            >
              <path d="M0 0L8 4L0 8Z" className="diagram-head diagram-departs" />
            </marker>
          </defs>
          {drawn.map((change) => (
            <path
              key={`${change.from} ${change.to}`}
              className={departs(change) ? 'diagram-line diagram-departs' : 'diagram-line'}
              d={arrowOf(change).path}
              markerEnd={`url(#${id}-${departs(change) ? 'departs' : 'head'})`}
            />
          ))}
          {drawn.map((change) => (
            <Causes key={`${change.from} ${change.to}`} change={change} />
          ))}
          {Object.entries(PLACES).map(([owner, { x, y }]) => (
            <g key={owner} className={reachable.includes(owner as Owner) ? undefined : 'diagram-unreached'}>
              <rect
                className={`diagram-box owner-${owner}`}
                x={x - NODE.width / 2}
                y={y - NODE.height / 2}
                width={NODE.width}
                height={NODE.height}
                rx={6}
              />
              <text className="diagram-title" x={x} y={y + 5} textAnchor="middle">
                {words[owner as Owner]}
              </text>
              {!reachable.includes(owner as Owner) && (
                <text className="diagram-text" x={x} y={y + NODE.height / 2 + 16} textAnchor="middle">
                  not reachable
                </text>
              )}
            </g>
          ))}
        </svg>
      </div>
      <figcaption className="hint">
        {design}: whose events are ACTIVE on a pCPU, and the steps that change it. Drawn from all{' '}
        {states.states.toLocaleString('en-US')} reachable states of the protocol model in {instances} instances.
        {changes.some(departs) && ' Red: a change that the contract does not have.'}
        {drawn.length < changes.length && ' The list below also has the changes between nobody and both.'}
      </figcaption>
      <details className="part part-optional">
        <summary>The same in words</summary>
        <ul>
          {changes.map((change) => (
            <li key={`${change.from} ${change.to}`}>
              {sentence(change)}
              {departs(change) && '; not in the contract'}
            </li>
          ))}
        </ul>
      </details>
    </figure>
  );
}

function Causes({ change }: { readonly change: OwnerChange }) {
  const { label, anchor } = arrowOf(change);
  return (
    <text className="diagram-cause" textAnchor={anchor}>
      {change.causes.map(({ action, words: example }, line) => (
        <tspan key={action} x={label.x} y={label.y + line * LINE_HEIGHT}>
          <title>{example}</title>
          {action}
        </tspan>
      ))}
    </text>
  );
}

const sentence = ({ from, to, causes }: OwnerChange): string =>
  `from ${words[from]} to ${from === to ? 'another guest' : words[to]}: ${causes
    .map(({ action, words: example }) => `${action} (${example})`)
    .join(', ')}`;
