import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ProtocolSettings } from '../../../spec/switches/protocol.ts';
import type { Model, Property } from '../../../spec/kit/model.ts';
import type { Instance } from '../../../spec/model/protocol/instance.ts';
import { UsageError } from '../../../node/usage-error.ts';
import { packageRoot } from '../../../node/package-root.ts';
import { promelaOf, type NamedProperty, type PromelaModel } from './promela.ts';
import { openSources } from './sources.ts';

type World = Record<string, unknown>;

/** What the sources export, as far as it is used here; they are loaded anew, with their syntax. */
interface ProtocolSources {
  readonly protocolModel: (
    settings: ProtocolSettings,
    instance: Instance,
  ) => Model<World> & { readonly machine: unknown };
  readonly instances: readonly Instance[];
  readonly designs: readonly { readonly name: string; readonly protocol: ProtocolSettings }[];
  readonly protocolMutants: readonly { readonly name: string; readonly base: string; readonly flips: object }[];
  readonly allRules: readonly {
    readonly id: string;
    readonly world: string;
    property(machine: unknown): Property<World>;
  }[];
}

export interface ExportedModel extends PromelaModel {
  /** The model that was translated, for comparison. */
  readonly model: Model<World>;
  readonly properties: readonly NamedProperty[];
}

/**
 * The protocol model of a design or a mutant and an instance in Promela. Throws a UsageError for a name that does not exist, and
 * outside the repository, where there are no sources to translate.
 */
export async function protocolPromela(design: string, instance: string, headerName: string): Promise<ExportedModel> {
  const root = packageRoot();
  if (!existsSync(path.join(root, 'src/spec/model/protocol/index.ts'))) {
    throw new UsageError('promela is translated from the sources of the model: run it in the repository');
  }
  const sources = openSources(root);
  try {
    const loaded = {
      ...(await sources.load('src/spec/model/protocol/index.ts')),
      ...(await sources.load('src/spec/model/protocol/instances.ts')),
      ...(await sources.load('src/spec/designs/index.ts')),
      ...(await sources.load('src/spec/designs/mutants.ts')),
      ...(await sources.load('src/spec/rules/index.ts')),
    } as unknown as ProtocolSources;
    const model = loaded.protocolModel(settingsOf(design, loaded), named('instance', loaded.instances, instance));
    const properties = loaded.allRules.flatMap((rule) =>
      rule.world === 'protocol' ? [{ name: rule.id, property: rule.property(model.machine) }] : [],
    );
    return { model, properties, ...promelaOf(sources, model, properties, headerName) };
  } finally {
    sources.close();
  }
}

function settingsOf(name: string, { designs, protocolMutants }: ProtocolSources): ProtocolSettings {
  const mutant = protocolMutants.find((candidate) => candidate.name === name);
  if (mutant === undefined) return named('design', designs, name).protocol;
  return { ...named('design', designs, mutant.base).protocol, ...mutant.flips };
}

function named<Item extends { readonly name: string }>(what: string, items: readonly Item[], name: string): Item {
  const item = items.find((candidate) => candidate.name === name);
  if (item !== undefined) return item;
  const names = items.map((candidate) => candidate.name).join(', ');
  const more = what === 'design' ? ' or the name of a mutant' : '';
  throw new UsageError(`${what}: found "${name}", expected ${names}${more}`);
}
