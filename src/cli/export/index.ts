import type { ExportTarget } from './target.ts';

/** Every target of `export` by name, loaded when it is asked for. */
export const exportTargets: Readonly<Record<string, () => Promise<ExportTarget>>> = {
  rules: async () => (await import('./rules.ts')).rules,
  rst: async () => (await import('./rst.ts')).rst,
  errata: async () => (await import('./errata.ts')).errata,
  promela: async () => (await import('./promela-target.ts')).promela,
  series: async () => (await import('./series/index.ts')).series,
  selftest: async () => (await import('./selftest/index.ts')).selftest,
};
