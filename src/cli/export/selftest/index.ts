import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { registerRules, ruleTexts } from '../../../spec/rules/index.ts';
import type { Scenario } from '../../../spec/scenario/types.ts';
import { packageRoot } from '../../../node/package-root.ts';
import { version } from '../../version.ts';
import type { ExportedFile, ExportTarget } from '../target.ts';
import { selftestProgram } from './program.ts';
import { selftestTable } from './table.ts';

/** Every rule, from the scenarios. */
const PROGRAM = 'lbr_contract_test';
/** As long as its neighbours. */
const SMALL = 'vmx_lbr_test';

const readSource = (file: string): string => readFileSync(path.join(packageRoot(), 'selftest', file), 'utf8');

export const selftest: ExportTarget = {
  summary:
    'one test for tools/testing/selftests/kvm of a kernel tree; --full: every rule that a test can show on hardware',
  takes: ['full'],
  async files(out, { full = false } = {}) {
    if (!full) return [{ path: `${SMALL}.c`, text: readSource(`${SMALL}.c`) }];
    const folder = layoutOf(out);
    return [
      { path: `${folder}/${PROGRAM}.c`, text: programText() },
      {
        path: `${folder}/lbr_contract.h`,
        text: readSource('lbr_contract.h'),
      },
    ] satisfies ExportedFile[];
  },
  next: `Add ${PROGRAM} to TEST_GEN_PROGS_x86 of Makefile.kvm, TEST_GEN_PROGS_x86_64 of Makefile up to Linux 6.13.`,
};

/** Up to Linux 6.13 the tests were in x86_64/, since then in x86/. */
function layoutOf(out: string | undefined): 'x86' | 'x86_64' {
  return out !== undefined && existsSync(path.join(out, 'x86_64')) ? 'x86_64' : 'x86';
}

/** The scenarios of a rule: the files below `scenarios/selftest/<rule>/`. */
export function selftestScenarios(): { readonly rule: string; readonly name: string; readonly scenario: Scenario }[] {
  const folder = path.join(packageRoot(), 'scenarios/selftest');
  return readdirSync(folder)
    .toSorted()
    .flatMap((rule) =>
      readdirSync(path.join(folder, rule))
        .toSorted()
        .map((file) => ({
          rule,
          name: file.replace(/\.json$/, ''),
          scenario: JSON.parse(readFileSync(path.join(folder, rule, file), 'utf8')) as Scenario,
        })),
    );
}

function programText(): string {
  const scenarios = selftestScenarios();
  const rules = ruleTexts.filter(({ id }) => scenarios.some(({ rule }) => rule === id));
  const tests = rules.map((rule) => ({
    rule,
    tables: scenarios
      .filter((one) => one.rule === rule.id)
      .map(({ name, scenario }) => selftestTable(`${rule.id}-${name}`.toLowerCase(), scenario)),
  }));
  const omitted = new Map<string, string[]>();
  for (const { id, onHardware } of registerRules) {
    if (onHardware === 'selftest') continue;
    omitted.set(onHardware.untested, [...(omitted.get(onHardware.untested) ?? []), id]);
  }
  return selftestProgram(tests, omitted, version);
}
