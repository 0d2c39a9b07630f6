import record from '@site/registry/bugs.json';

/** Values of switches that older releases have, that are gone, and that are no bug of the record. */
export function OldBehaviour() {
  return (
    <dl className="not-expressed">
      {Object.entries(record.oldValues).map(([value, reason]) => (
        <div key={value}>
          <dt>
            <code>{value}</code>
          </dt>
          <dd>{reason}</dd>
        </div>
      ))}
    </dl>
  );
}
