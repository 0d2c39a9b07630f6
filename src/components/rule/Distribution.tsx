/** Classes of generated cases and how many fell into each. */
export function Distribution({ classes }: { readonly classes: Readonly<Record<string, number>> }) {
  const entries = Object.entries(classes);
  const total = entries.reduce((sum, [, value]) => sum + value, 0);
  if (total === 0) return null;
  return (
    <details className="distribution">
      <summary>{entries.length} classes of cases</summary>
      <ul>
        {entries.map(([name, value]) => (
          <li key={name}>
            <meter min={0} max={total} value={value} aria-label={name} /> {name}: {value.toLocaleString('en-US')}
          </li>
        ))}
      </ul>
    </details>
  );
}
