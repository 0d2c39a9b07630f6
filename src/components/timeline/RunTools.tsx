import type { RunView } from '@spec/scenario/run-view.ts';
import { scenarioFragment } from '@spec/scenario/link.ts';
import { runText } from '@spec/scenario/run-text.ts';
import { scenarioText } from './scenario-text.ts';
import { Link } from '../site/links.tsx';

interface Props {
  readonly run: RunView;
  readonly modelHash: string;
}

/** What a reader can take away: the run as a link, as text for mail, and as a scenario for `replay`. */
export function RunTools({ run, modelHash }: Props) {
  const { scenario } = run;
  return (
    <div className="run-tools">
      <p>
        <Link to={`/workbench/#${scenarioFragment({ scenario, model: modelHash })}`}>Open in the workbench</Link>
      </p>
      <details className="part">
        <summary>As text, for mail</summary>
        <div className="part-body">
          <pre tabIndex={0}>{runText(run)}</pre>
          <button type="button" className="quiet needs-js" data-action="copy">
            Copy
          </button>
        </div>
      </details>
      <details className="part">
        <summary>As scenario, for lbr-contract replay</summary>
        <div className="part-body">
          <pre tabIndex={0}>{scenarioText(scenario)}</pre>
          <button type="button" className="quiet needs-js" data-action="copy">
            Copy
          </button>
        </div>
      </details>
    </div>
  );
}
