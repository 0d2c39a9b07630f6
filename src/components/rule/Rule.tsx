import type { RuleData } from '@site/src/site-data/types.ts';
import { Citations } from './Citations.tsx';
import { Disputed } from './Disputed.tsx';
import { Evidence } from './Evidence.tsx';
import { History } from './History.tsx';
import { KilledMutants } from './KilledMutants.tsx';
import { Part } from './Part.tsx';
import { RuleHead } from './RuleHead.tsx';
import { RunHere } from './RunHere.tsx';
import { SecurityNote } from './SecurityNote.tsx';
import { SourceColumns } from './SourceColumns.tsx';
import { Sources } from './Sources.tsx';
import { Traces } from './Traces.tsx';
import { VerdictStrip } from './VerdictStrip.tsx';
import { RichText } from '../text/RichText.tsx';

interface Props {
  /** Named by the author of the page; the build turns it into `data`. */
  readonly id: string;
  readonly data?: RuleData;
}

/** A rule as it stands in its chapter: sentence, verdicts, and everything that backs them, folded. */
export function Rule({ id, data }: Props) {
  if (data === undefined)
    throw new Error(`<Rule id="${id}"> got no data: is the page compiled with plugins/remark-rules.ts?`);
  return (
    <section className="rule" aria-labelledby={`${id}-title`}>
      <RuleHead rule={data} />
      <VerdictStrip rule={id} verdicts={data.verdicts} />
      <p className="rationale">
        <RichText text={data.rationale} />
      </p>
      <SecurityNote rule={data} />
      <Disputed rule={data} />
      <Traces rule={data} />
      <Part title="Reference implementation and property" optional>
        <SourceColumns rule={data} />
      </Part>
      <Part title="Evidence">
        <Evidence verdicts={data.verdicts} />
        <KilledMutants killed={data.killed} />
      </Part>
      <Part title={`Sources (${data.sources.length})`}>
        <Sources sources={data.sources} />
        <Citations citedBy={data.citedBy} />
        <History rule={data} />
      </Part>
      <RunHere rule={data} />
    </section>
  );
}
