import type { VerdictFile } from '../../src/spec/report/verdict-file.ts';
import { importIfThere, type SpecSource } from './spec-source.ts';

/** The specification of the repository, or with LBR_SITE_FIXTURE=1 the small invented one of the browser tests. */
export async function loadSpec(root: string): Promise<{ spec: SpecSource; fixture?: VerdictFile }> {
  if (process.env['LBR_SITE_FIXTURE'] === '1') {
    const module = await importIfThere(root, 'test/browser/fixtures/spec.ts');
    return { spec: module as unknown as SpecSource, fixture: module?.['verdictFile'] as VerdictFile };
  }
  throw new Error('the specification is not there yet; set LBR_SITE_FIXTURE=1');
}
