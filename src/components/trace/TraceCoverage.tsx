import { RuleRef } from '@site/src/components/text/RuleRef.tsx';
import { contract } from './contract.ts';

/** Which rules a trace can be held against, what has to be recorded, and what stays unseen. */
export function TraceCoverage() {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Rules and what their judgement needs">
      <table className="stacks">
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Needs</th>
            <th scope="col">What a violation looks like</th>
            <th scope="col">What cannot be seen</th>
          </tr>
        </thead>
        <tbody>
          {contract.map(({ id, title, needs, helps, shows, hides }) => (
            <tr key={id}>
              <th scope="row">
                <RuleRef id={id} />
                <br />
                {title}
              </th>
              <td data-label="Needs">
                {needs.join(', ')}
                {helps.length > 0 && `; better with ${helps.join(', ')}`}
              </td>
              <td data-label="What a violation looks like">{shows}</td>
              <td data-label="What cannot be seen">{hides}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
