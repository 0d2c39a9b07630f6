import type { MutantData } from '@site/src/site-data/types.ts';

interface Props {
  readonly mutants: readonly MutantData[];
  readonly rules: readonly string[];
}

const LABELS = 92;
const HEAD = 34;
const ROW = 13;
const COLUMN = 6.5;

/**
 * Rules by mutants, a dot for each kill. One path per rule: as a table this would be twenty thousand cells. The lists
 * above tell the same in words.
 */
export function KillTable({ mutants, rules }: Props) {
  const width = LABELS + mutants.length * COLUMN + 10;
  const height = HEAD + rules.length * ROW + 10;
  const kills = mutants.reduce((sum, { killedBy }) => sum + killedBy.length, 0);
  const x = (index: number): number => LABELS + (index + 0.5) * COLUMN;
  return (
    <div className="matrix-scroll" tabIndex={0} role="group" aria-label="Kill table">
      <svg className="kill-table" width={width} height={height} role="img" aria-labelledby="kill-table-name">
        <title id="kill-table-name">{`${kills} kills of ${mutants.length} mutants by ${rules.length} rules`}</title>
        {parts(mutants).map(({ title, from, to }) => (
          <g key={title}>
            <text x={x(from) - 2} y={14} className="kill-part">
              {title}
            </text>
            <path className="kill-line" d={`M${x(from) - COLUMN / 2} 4V${height}`} />
            <path className="kill-line" d={`M${x(from)} 20H${x(to)}`} />
          </g>
        ))}
        {rules.map((id, row) => {
          const y = HEAD + (row + 0.5) * ROW;
          const dots = mutants.flatMap(({ killedBy }, index) => (killedBy.includes(id) ? [`M${x(index)} ${y}h0`] : []));
          return (
            <g key={id}>
              {row % 5 === 4 && <path className="kill-line" d={`M0 ${y + ROW / 2}H${width}`} />}
              <text x={2} y={y + 4}>
                {id.slice(4)}
              </text>
              <path className="kill" d={dots.join('')}>
                <title>{`${id} kills ${dots.length}`}</title>
              </path>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** Columns that belong together: flips of one world, historical bugs. */
function parts(mutants: readonly MutantData[]) {
  const found: { title: string; from: number; to: number }[] = [];
  mutants.forEach(({ world, bug }, index) => {
    const title = bug !== undefined ? 'historical bugs' : `${world} world`;
    const last = found.at(-1);
    if (last?.title === title) last.to = index;
    else found.push({ title, from: index, to: index });
  });
  return found;
}
