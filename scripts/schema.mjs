// Writes the JSON Schema of the scenario document from the tables of the parser.
import { writeFileSync } from 'node:fs';
import { tsImport } from 'tsx/esm/api';

const { scenarioSchema, SCHEMA_FILE, SCHEMA_ID } = await tsImport('../src/spec/scenario/schema.ts', import.meta.url);
writeFileSync(SCHEMA_FILE, `${JSON.stringify(scenarioSchema(SCHEMA_ID), null, 2)}\n`);
process.stdout.write(`wrote ${SCHEMA_FILE}\n`);
