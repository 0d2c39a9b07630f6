import type { Choice } from '@site/src/worker/messages.ts';
import { phraseOf } from '@spec/scenario/describe/protocol-phrases.ts';

interface Props {
  readonly choices: readonly Choice[];
  onTake(choice: Choice): void;
}

/** What can happen next: enabled actions as buttons, the others with the reason why not. */
export function ChoiceList({ choices, onTake }: Props) {
  const enabled = choices.filter((choice) => choice.enabled);
  const blocked = choices.filter((choice) => !choice.enabled);
  return (
    <>
      <ul className="choices" aria-label="Enabled actions">
        {enabled.map((choice) => (
          <li key={call(choice)}>
            <button type="button" onClick={() => onTake(choice)}>
              <span>{inWords(choice)}</span> <code>{call(choice)}</code>
            </button>
          </li>
        ))}
      </ul>
      {enabled.length === 0 && <p>No action is enabled here.</p>}
      <details className="part">
        <summary>Not enabled now ({blocked.length})</summary>
        <ul className="blocked part-body">
          {blocked.map((choice) => (
            <li key={call(choice)}>
              <code>{call(choice)}</code> {choice.blockedBy ?? 'its precondition is not met'}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function call({ op, args }: Choice): string {
  return `${op}(${Object.entries(args)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ')})`;
}

function inWords({ op, args }: Choice): string {
  const { actor, label } = phraseOf(op);
  return `${actor(args)} ${label(args)}`;
}
