import type { Instance } from '../model/protocol/instance.ts';
import { instanceByName, instanceNames } from '../model/protocol/instances.ts';
import { parseInstance } from './instance-fields.ts';
import { unknownName } from './problem.ts';
import type { Scenario } from './types.ts';

/** The instance of a document: the one that it names, or its own. Throws a ScenarioError where there is none. */
export function instanceAt({ instance = '' }: Pick<Scenario, 'instance'>): Instance {
  if (typeof instance !== 'string') return parseInstance(instance, '$.instance');
  return instanceByName(instance) ?? unknownName('$.instance', 'instance', instance, instanceNames);
}
