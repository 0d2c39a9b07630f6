import { RuleRef } from '@site/src/components/text/RuleRef.tsx';
import { contract } from './contract.ts';

/** Which rules a trace can be held against, what has to be recorded, and what stays unseen. */
export function TraceCoverage() {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Rules and what their judgement needs">
      <table>
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
              <td>
                {needs.join(', ')}
                {helps.length > 0 && `; better with ${helps.join(', ')}`}
              </td>
              <td>{shows}</td>
              <td>{hides}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
