// Writes src/worker/codecs.emitted.js: the packing code of every instance of the protocol model. The pages' policy refuses
// code from text, so it is made here and is part of the worker. It depends on the instances alone, not on a design.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { tsImport } from 'tsx/esm/api';

/** `root` is the folder of the repository. */
export async function emitCodecs(root) {
  const spec = (file) => tsImport(path.join(root, 'src/spec', file), import.meta.url);
  const { emitModule } = await spec('check/emit-module.ts');
  const { instances } = await spec('model/protocol/instances.ts');
  const { worldLayout } = await spec('model/protocol/world.ts');
  const layouts = Object.fromEntries(instances.map((instance) => [instance.name, worldLayout(instance)]));
  const text = `// Written by scripts/site/emit-codecs.mjs.\n${emitModule(layouts)}`;
  writeFileSync(path.join(root, 'src/worker/codecs.emitted.js'), text);
}

if (process.argv[1] === import.meta.filename) await emitCodecs(process.cwd());
