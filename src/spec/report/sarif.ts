import { byRule } from './group.ts';
import { explain, reportStatus, type ReportStatus } from './outcome.ts';
import { stepText } from './step-text.ts';
import type { VerdictEntry, VerdictFile } from '../verify/verdict-file.ts';

const KIND: Readonly<Record<VerdictEntry['verdict'], string>> = {
  holds: 'pass',
  violated: 'fail',
  'not-applicable': 'notApplicable',
  'not-established': 'open',
};

/**
 * SARIF 2.1.0. A declared violation is a warning with an accepted suppression, one that is not declared an error;
 * the counterexample is the code flow. The location is the file of the design that was judged.
 */
export function sarif(file: VerdictFile): string {
  const ids = [...byRule(file.verdicts).keys()];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'lbr-contract',
            version: file.version,
            rules: ids.map((id) => ({ id })),
          },
        },
        properties: { commit: file.commit, modelHash: file.modelHash, seed: file.seed },
        results: file.verdicts.map((entry) => result(entry, ids.indexOf(entry.rule))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function result(entry: VerdictEntry, ruleIndex: number): object {
  const outcome = reportStatus(entry);
  // SARIF wants level `none` for everything that is not a failure; a verdict that is not as declared is one.
  const kind = outcome === 'fail' ? 'fail' : KIND[entry.verdict];
  return {
    ruleId: entry.rule,
    ruleIndex,
    kind,
    level: kind === 'fail' ? levelOf(outcome, entry) : 'none',
    message: { text: `${entry.rule} on ${entry.design}: ${explain(entry)}` },
    locations: [location(entry.design)],
    partialFingerprints: { 'ruleAndDesign/v1': `${entry.rule}:${entry.design}` },
    ...(outcome === 'xfail' && { suppressions: [{ kind: 'external', justification: 'declared by the design' }] }),
    ...(entry.counterexample && { codeFlows: [codeFlow(entry)] }),
  };
}

function levelOf(outcome: ReportStatus, entry: VerdictEntry): string {
  if (outcome === 'fail') return 'error';
  return entry.level === 'must' ? 'warning' : 'note';
}

function location(design: string): object {
  return {
    physicalLocation: { artifactLocation: { uri: `src/spec/designs/${design}.ts` }, region: { startLine: 1 } },
    logicalLocations: [{ name: design, kind: 'module' }],
  };
}

function codeFlow(entry: VerdictEntry): object {
  const steps = entry.counterexample?.steps ?? [];
  const locations = steps.map((step) => ({
    location: { ...location(entry.design), message: { text: stepText(step) } },
  }));
  return { threadFlows: [{ locations }] };
}
