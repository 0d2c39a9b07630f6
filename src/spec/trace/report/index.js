import { ktapReport } from './ktap.ts';
import { sarifReport } from './sarif.ts';
import { textReport } from './text.ts';
const reporters = {
    text: textReport,
    json: (report) => `${JSON.stringify(report, null, 2)}\n`,
    ktap: ktapReport,
    sarif: sarifReport,
};
export const traceReporterNames = Object.keys(reporters);
export function isTraceReporterName(name) {
    return Object.hasOwn(reporters, name);
}
/** The report in the form named: complete text that ends in a line break. */
export function traceReport(report, name, options) {
    return reporters[name](report, options);
}
