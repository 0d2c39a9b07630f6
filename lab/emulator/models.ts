// The CPU models of lab/cpu/models.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CpuModel } from './generate.ts';
import { labFolder } from './paths.ts';

/** All models, in the order of the file. */
function cpuModels(): CpuModel[] {
  return (JSON.parse(readFileSync(join(labFolder, 'cpu', 'models.json'), 'utf8')) as { models: CpuModel[] }).models;
}

/** The model of a name. Throws where there is none, naming those that there are. */
export function cpuModel(name: string): CpuModel {
  const models = cpuModels();
  const model = models.find((m) => m.name === name);
  if (model === undefined) throw new Error(`no CPU ${name}; known: ${models.map((m) => m.name).join(', ')}`);
  return model;
}
