import { explore } from '../check/index.ts';
import { protocolModel, type Instance } from '../model/protocol/index.ts';
import { protocolSettings } from './protocol-settings.ts';

const reads = new Map<string, ReadonlySet<string>>();

/**
 * Whether the model of a design never looks at any of these switches in the first `maxStates` states of an instance. A
 * mutant that flips only such switches takes the very steps of its base there, so nothing is left to judge.
 */
export function neverRead(design: string, instance: Instance, switches: readonly string[], maxStates: number): boolean {
  const key = `${design} ${instance.name} ${maxStates}`;
  let read = reads.get(key);
  if (read === undefined) {
    read = switchesRead(design, instance, maxStates);
    reads.set(key, read);
  }
  return !switches.some((name) => read.has(name));
}

function switchesRead(design: string, instance: Instance, maxStates: number): ReadonlySet<string> {
  const read = new Set<string>();
  const settings = new Proxy(protocolSettings({ design }), {
    get(target, name, receiver) {
      if (typeof name === 'string') read.add(name);
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  explore(protocolModel(settings, instance), [], { maxStates });
  return read;
}
