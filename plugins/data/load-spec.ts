import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { modelHash } from '../../src/node/model-hash.ts';
import { designs } from '../../src/spec/designs/index.ts';
import { protocolSwitches } from '../../src/spec/switches/protocol.ts';
import { registerSwitches } from '../../src/spec/switches/register.ts';
import { instances } from '../../src/spec/model/protocol/instances.ts';
import { chapters } from '../../src/spec/rules/index.ts';
import { describeRun } from '../../src/spec/scenario/describe/index.ts';
import { designChange } from '../../src/site-data/design-change.ts';
import { ownerStates, type OwnerStates } from '../../src/site-data/owner-states.ts';
import { remember } from './remember.ts';
import { runLoop } from '../../src/site-data/run-loop.ts';
import type { SpecSource } from './spec-source.ts';

/** The specification of this repository, as the site wants it. */
export function loadSpec(): SpecSource {
  return {
    chapters: chapters.map(({ slug, title, rules }) => ({ name: slug, title, rules })),
    designs,
    switches: { protocol: protocolSwitches, register: registerSwitches },
    instances,
    designChange,
    ownerStates: rememberedOwnerStates,
    runLoop,
    describeRun,
  };
}

/** A search of some seconds, which the parts of a build ask for several times. */
function rememberedOwnerStates(): OwnerStates[] {
  const root = path.resolve(import.meta.dirname, '../..');
  const how = createHash('sha256').update(readFileSync(path.join(root, 'src/site-data/owner-states.ts')));
  return remember(path.join(root, '.cache/owner-states.json'), `${modelHash(root)} ${how.digest('hex')}`, () =>
    ['v7.3', 'contract'].map(ownerStates),
  );
}
