import { RuleRef } from '@site/src/components/text/RuleRef.tsx';
import { unseen } from './contract.ts';

/** Every rule that is not judged from a trace, by the reason. */
export function UnseenRules() {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Rules that a trace cannot show">
      <table>
        <thead>
          <tr>
            <th scope="col">Why it is unknown</th>
            <th scope="col">Rules</th>
          </tr>
        </thead>
        <tbody>
          {unseen.map(({ reason, rules: ids }) => (
            <tr key={reason}>
              <th scope="row">{reason}</th>
              <td>
                {ids.map((id, index) => (
                  <span key={id}>
                    {index > 0 && ', '}
                    <RuleRef id={id} />
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
