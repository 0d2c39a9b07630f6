import type { DeepResults } from '@spec/deep/result.ts';
import { RuleRef } from '../text/RuleRef.tsx';

/** Rule by rule: in how many searches its precondition came up, and how often in each walk. 0 tests nothing. */
export function DeepRules({ searches, walks }: Pick<DeepResults, 'searches' | 'walks'>) {
  const ids = [...new Set([...searches, ...walks].flatMap(({ rules }) => rules.map(({ rule }) => rule)))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  const metIn = (subject: DeepResults['walks'][number] | DeepResults['searches'][number], id: string) =>
    subject.rules.find(({ rule }) => rule === id)?.met;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="How often each rule was tested">
      <table>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Tested in searches</th>
            {walks.map(({ instance }) => (
              <th scope="col" key={instance}>
                Met in <code>{instance}</code>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ids.map((id) => (
            <tr key={id}>
              <th scope="row">
                <RuleRef id={id} />
              </th>
              <td className="number">{searches.filter((search) => (metIn(search, id) ?? 0) > 0).length}</td>
              {walks.map((walk) => (
                <td className="number" key={walk.instance}>
                  {metIn(walk, id)?.toLocaleString('en-US') ?? 'not judged'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
