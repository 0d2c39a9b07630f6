import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { designNamed } from '../../src/spec/designs/index.ts';
import { instancesOf } from '../../src/spec/designs/instances-of.ts';
import { explore } from '../../src/spec/check/index.ts';
import { protocolModel } from '../../src/spec/model/protocol/index.ts';
import { instanceNamed } from '../../src/spec/model/protocol/instances.ts';
import { protocolRules } from '../../src/spec/rules/index.ts';
import { openPage } from './browser.ts';
import { useSite } from './use-site.ts';
import { root } from './site-pages.ts';

const here = useSite();

const [DESIGN, INSTANCE] = ['v7.3', 'flexible'];

interface Done {
  readonly kind: 'done';
  readonly byClosures: readonly string[];
}

/** Asks the worker of the built site, from a page under its policy, and waits for the end. */
async function ask(instances: readonly string[], switches: Readonly<Record<string, string>> = {}) {
  const reader = readdirSync(path.join(root, 'assets')).find((name) => name.startsWith('reader-'));
  const { page, complaints } = await openPage(here.browser);
  await page.goto(`${here.site.url}contract/ownership/`);
  const rules = protocolRules.map(({ id }): string => id);
  const request = {
    kind: 'explore',
    design: DESIGN,
    switches,
    rules,
    instances,
    maxStates: 2_000_000,
    runs: 1,
    seed: 1,
  };
  const worker = `${here.site.url}assets/${reader}/check.worker.js`;
  const answers = await page.evaluate(
    ([url, message]) =>
      new Promise<readonly Record<string, unknown>[]>((resolve) => {
        const seen: Record<string, unknown>[] = [];
        const thread = new Worker(url, { type: 'module' });
        thread.addEventListener('message', ({ data }: MessageEvent<Record<string, unknown>>) => {
          seen.push(data);
          if (data['kind'] === 'done' || data['kind'] === 'error') resolve(seen);
        });
        thread.postMessage(message);
      }),
    [worker, request] as const,
  );
  expect(complaints).toEqual([]);
  return answers;
}

test('the worker searches by the code that the build has emitted, and agrees with closures', async () => {
  const answers = await ask([INSTANCE]);
  const done = answers.find((answer): answer is Record<string, unknown> & Done => answer['kind'] === 'done');
  expect(done?.byClosures).toEqual([]);

  const model = protocolModel(designNamed(DESIGN).protocol, instanceNamed(INSTANCE));
  const { properties } = explore(
    model,
    protocolRules.map((rule) => rule.property(model.machine)),
    { code: 'closures' },
  );
  const violated = protocolRules.filter(
    ({ notApplicable }, index) => notApplicable?.[DESIGN] === undefined && properties[index].verdict === 'violated',
  );
  const told = answers.flatMap((answer) => (answer['verdict'] === 'violated' ? [answer['rule']] : []));
  expect(told.toSorted()).toEqual(violated.map(({ id }): string => id).toSorted());
  expect(told.length).toBeGreaterThan(3);
});

test('flipped switches have emitted code as well, on every instance', async () => {
  const names = instancesOf(designNamed(DESIGN)).map(({ name }) => name);
  const answers = await ask(names.slice(0, 2), { msrAccess: 'irqs-off' });
  expect(answers.at(-1)).toMatchObject({ kind: 'done', byClosures: [] });
});
