import { csv } from './csv.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { ktap, type KtapOptions } from './ktap.ts';
import { pretty } from './pretty.ts';
import { sarif } from './sarif.ts';
import type { VerdictFile } from '../verify/verdict-file.ts';

const reporters = { pretty, json, ktap, junit, sarif, csv } as const;

export type ReporterName = keyof typeof reporters;

/** The names that `verify --reporter` takes. */
export const reporterNames = Object.keys(reporters) as readonly ReporterName[];

/** The verdict file in the form named: complete text that ends in a line break. Deterministic, reads nothing else. `options` are for KTAP. */
export function report(file: VerdictFile, name: ReporterName, options: KtapOptions = {}): string {
  return reporters[name](file, options);
}

export function isReporterName(name: string): name is ReporterName {
  return Object.hasOwn(reporters, name);
}
