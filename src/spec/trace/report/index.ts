import type { TraceReport } from '../findings.ts';
import { junitReport } from './junit.ts';
import { ktapReport } from './ktap.ts';
import { sarifReport, type SarifOptions } from './sarif.ts';
import { textReport } from './text.ts';

const reporters = {
  text: textReport,
  json: (report: TraceReport) => `${JSON.stringify(report, null, 2)}\n`,
  ktap: ktapReport,
  junit: junitReport,
  sarif: sarifReport,
} as const;

export type TraceReporterName = keyof typeof reporters;

export const traceReporterNames = Object.keys(reporters) as readonly TraceReporterName[];

export function isTraceReporterName(name: string): name is TraceReporterName {
  return Object.hasOwn(reporters, name);
}

/** The report in the form named: complete text that ends in a line break. */
export function traceReport(report: TraceReport, name: TraceReporterName, options: SarifOptions): string {
  return reporters[name](report, options);
}
