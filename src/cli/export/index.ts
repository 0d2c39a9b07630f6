import type { ExportTarget } from './target.ts';

/** Every target of `export` by name, loaded when it is asked for. */
export const exportTargets: Readonly<Record<string, () => Promise<ExportTarget>>> = {
  selftest: async () => (await import('./selftest/index.ts')).selftest,
};
