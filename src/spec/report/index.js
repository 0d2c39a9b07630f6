import { csv } from './csv.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { ktap } from './ktap.ts';
import { pretty } from './pretty.ts';
import { sarif } from './sarif.ts';
const reporters = { pretty, json, ktap, junit, sarif, csv };
/** The names that `verify --reporter` takes. */
export const reporterNames = Object.keys(reporters);
/** The verdict file in the form named: complete text that ends in a line break. Deterministic, reads nothing else. */
export function report(file, name) {
    return reporters[name](file);
}
export function isReporterName(name) {
    return Object.hasOwn(reporters, name);
}
