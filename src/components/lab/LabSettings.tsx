import settings from '@site/lab/cpu/settings.json';

/** What the manual leaves open, with both answers: `npm run lab` and this page use the default. */
export function LabSettings() {
  const open = settings.settings.filter(({ kind }) => kind === 'open');
  return (
    <details>
      <summary>{open.length} points that the manual leaves open</summary>
      <dl>
        {open.map(({ name, values, default: chosen, section, text }) => (
          <div key={name}>
            <dt>
              <code>{name}</code>: {Array.isArray(values) ? values.join(' or ') : values}, by default {String(chosen)}
            </dt>
            <dd>
              {text} Manual: “{section}”.
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
