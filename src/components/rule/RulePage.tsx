import { usePluginData } from '@docusaurus/useGlobalData';
import Layout from '@theme/Layout';
import type { RuleData, RuleRuns, RunStamp } from '@site/src/site-data/types.ts';
import type { RuleLab } from '@site/src/site-data/rule-lab.ts';
import type { GlobalData } from '../site/global-data.ts';
import { Link } from '../site/links.tsx';
import { Pager } from '../site/Pager.tsx';
import { RichText } from '../text/RichText.tsx';
import { Citations } from './Citations.tsx';
import { Counterexample } from './Counterexample.tsx';
import { Disputed } from './Disputed.tsx';
import { Evidence } from './Evidence.tsx';
import { History } from './History.tsx';
import { InWholeKernels } from './InWholeKernels.tsx';
import { KilledMutants } from './KilledMutants.tsx';
import { RuleHead } from './RuleHead.tsx';
import { RunHere } from './RunHere.tsx';
import { SecurityNote } from './SecurityNote.tsx';
import { SourceColumns } from './SourceColumns.tsx';
import { Sources } from './Sources.tsx';
import { VerdictStrip } from './VerdictStrip.tsx';

interface Props {
  readonly data: {
    readonly rule: RuleData;
    readonly runs: RuleRuns['runs'];
    readonly lab?: RuleLab;
    readonly run: RunStamp;
  };
}

/** The permalink of a rule: everything there is to know about it, unfolded. */
export default function RulePage({ data: { rule, runs, lab, run } }: Props) {
  const { chapters, rules } = usePluginData('lbr-spec') as GlobalData;
  const order = chapters.flatMap((chapter) => chapter.rules);
  const place = order.indexOf(rule.id);
  const neighbour = (id: string | undefined) =>
    id === undefined ? undefined : { title: `${id} ${rules[id]?.title ?? ''}`, permalink: `/r/${id}/` };
  return (
    <Layout title={`${rule.id}: ${rule.title}`} description={rule.statement.replaceAll('`', '')}>
      <article className="rule rule-page" data-pagefind-body="">
        <p className="crumb">
          <Link to={`/contract/${rule.chapter}/#${rule.id}`}>{rule.chapterTitle}</Link>
        </p>
        <RuleHead rule={rule} page />
        <VerdictStrip rule={rule.id} verdicts={rule.verdicts} />
        <p className="rationale">
          <RichText text={rule.rationale} />
        </p>
        <SecurityNote rule={rule} />
        <Disputed rule={rule} />
        <RunHere rule={rule} />
        <h2>Verdicts and evidence</h2>
        <Evidence verdicts={rule.verdicts} page />
        <p className="hint">
          Run of {run.date.slice(0, 16).replace('T', ' ')} UTC, commit <code>{run.commit.slice(0, 12)}</code>
          {run.dirty && ' with uncommitted changes'}, model <code>{run.modelHash.slice(0, 12)}</code>, seed {run.seed}.
        </p>
        <InWholeKernels lab={lab} />
        {runs.length > 0 && <h2>Counterexamples</h2>}
        {runs.map((one) => (
          <Counterexample
            key={one.designs[0]}
            designs={one.designs}
            run={one.run}
            modelHash={run.modelHash}
            statement={rule.statement}
            lab={rule.verdicts.filter(({ design }) => one.designs.includes(design)).flatMap(({ lab = [] }) => lab)}
          />
        ))}
        <h2>Reference implementation and property</h2>
        <SourceColumns rule={rule} />
        <KilledMutants killed={rule.killed} />
        <h2>Sources</h2>
        <Sources sources={rule.sources} />
        <Citations citedBy={rule.citedBy} />
        <History rule={rule} />
      </article>
      <Pager previous={neighbour(order[place - 1])} next={neighbour(order[place + 1])} />
    </Layout>
  );
}
