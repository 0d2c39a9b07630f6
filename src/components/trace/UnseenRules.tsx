import { usePluginData } from '@docusaurus/useGlobalData';
import { TRACE_RULES, whyUnseen } from '@site/src/spec/trace/coverage/index.ts';
import { RuleRef } from '@site/src/components/text/RuleRef.tsx';
import type { GlobalData } from '@site/src/components/site/global-data.ts';

/** Every rule that is not judged from a trace, by the reason. */
export function UnseenRules() {
  const { rules } = usePluginData('lbr-spec') as GlobalData;
  const judged = new Set(TRACE_RULES.map(({ id }) => id));
  const byReason = new Map<string, string[]>();
  for (const id of Object.keys(rules)) {
    const reason = judged.has(id) ? undefined : whyUnseen(id);
    if (reason !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), id]);
  }
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Rules that a trace cannot show">
      <table>
        <thead>
          <tr>
            <th scope="col">Why it cannot be told</th>
            <th scope="col">Rules</th>
          </tr>
        </thead>
        <tbody>
          {[...byReason].map(([reason, ids]) => (
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
