import type { PluginContentLoadedActions } from '@docusaurus/types';
import type { FlipContext, SiteData } from '../src/site-data/types.ts';
import { frontRun } from '../src/site-data/front-run.ts';
import { matrixOf } from '../src/site-data/matrix.ts';
import { contractSwitches } from '../src/site-data/contract-switches.ts';
import { pairsOf } from '../src/site-data/design-pairs.ts';

type Actions = PluginContentLoadedActions;

/** Adds the pages that have no source file of their own: permalinks, designs, mutants. */
export async function addPages(data: SiteData, actions: Actions, baseUrl: string): Promise<void> {
  const add = async (path: string, component: string, name: string, content: unknown): Promise<void> => {
    const module = await actions.createData(`${name}.json`, JSON.stringify(content));
    actions.addRoute({
      path: `${baseUrl}${path}`,
      component: `@site/src/components/${component}`,
      modules: { data: module },
      exact: true,
    });
  };
  await actions.createData('owner-states.json', JSON.stringify(data.ownerStates));
  await actions.createData('museum.json', JSON.stringify({ ...data.museum, ...shared(data) }));
  await actions.createData('front.json', JSON.stringify(frontRun(data)));
  await actions.createData('run-loop.json', JSON.stringify(data.runLoop));
  await actions.createData('trace.json', JSON.stringify(data.trace));
  await actions.createData('matrix.json', JSON.stringify(matrixOf(data)));
  await actions.createData(
    'workbench.json',
    JSON.stringify({
      ...matrixOf(data, data.switches),
      instances: data.instances,
      statements: Object.fromEntries(data.rules.map(({ id, statement }) => [id, statement])),
      withheld: data.rules.filter(({ withheld }) => withheld === true).map(({ id }) => id),
    }),
  );
  for (const rule of data.rules) {
    const runs = data.runs.find((one) => one.rule === rule.id)?.runs ?? [];
    const lab = data.labs.find((one) => one.rule === rule.id);
    await add(`r/${rule.id}/`, 'rule/RulePage.tsx', `rule-page-${rule.id}`, { rule, runs, lab, run: data.run });
  }
  await add('designs/', 'design/DesignsPage.tsx', 'designs', matrixOf(data, data.switches));
  for (const design of data.designs) {
    await add(`designs/${design.name}/`, 'design/DesignPage.tsx', `design-${design.name}`, {
      design,
      change: data.designChanges[design.name],
      reasons: reasonsOn(data, design.name),
      ...matrixOf(data, data.switches),
    });
  }
  const breaks = Object.fromEntries(
    data.mutants.filter(({ base }) => base === 'contract').map(({ name, killedBy }) => [name, killedBy]),
  );
  for (const [before, after] of pairsOf(data.designs)) {
    const pair = { before: before.name, after: after.name, breaks, ...matrixOf(data, data.switches) };
    await add(
      `designs/${before.name}..${after.name}/`,
      'design/DesignDiffPage.tsx',
      `design-diff-${before.name}-${after.name}`,
      pair,
    );
  }
  await add('designs/contract/switches/', 'design/ContractSwitchesPage.tsx', 'contract-switches', {
    switches: contractSwitches(data),
  });
  await add('mutants/', 'mutant/MutantsPage.tsx', 'mutants', {
    mutants: data.mutants,
    bugs: data.museum.bugs.map(({ bug, anchor, title }) => ({ bug, anchor, title })),
    ...shared(data),
  });
}

/** Why rules have their verdicts on a design, by ID, where the verdict file says it. */
const reasonsOn = ({ rules }: SiteData, name: string): Record<string, string> =>
  Object.fromEntries(
    rules.flatMap(({ id, verdicts }) =>
      verdicts.flatMap(({ design, reason }) => (design === name && reason !== undefined ? [[id, reason]] : [])),
    ),
  );

/** What pages about flipped switches know of rules and switches. */
const shared = ({ run, rules, switches }: SiteData): FlipContext => ({
  modelHash: run.modelHash,
  titles: Object.fromEntries(rules.map(({ id, title }) => [id, title])),
  switches: switches.map(({ world, name, question, values }) => ({ world, name, question, values })),
});
