import results from '@site/ground-truth/results.json';

const WORLDS = ['protocol', 'register'] as const;

/** Where a kernel was not compared with its design as it stands, and what the walks left out. */
export function Differences() {
  const rows = results.kernels.flatMap(({ version, design, ...kernel }) =>
    WORLDS.map((world) => ({ version, design, world, ...kernel[world] })).filter(
      ({ overrides, leavesOut }) => Object.keys({ ...overrides, ...leavesOut }).length > 0,
    ),
  );
  return (
    <ul>
      {rows.map(({ version, design, world, overrides, leavesOut }) => (
        <li key={version + world}>
          Linux {version}, {world} world: {design} with{' '}
          <code>
            {Object.entries(overrides)
              .map(([name, value]) => `${name}=${value}`)
              .join(' ')}
          </code>
          {Object.entries(leavesOut).map(([name, reason]) => (
            <span key={name}>
              ; without <code>{name}</code>: {reason}
            </span>
          ))}
          .
        </li>
      ))}
    </ul>
  );
}
