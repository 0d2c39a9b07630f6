import { wrap } from '../../../spec/kit/wrap.ts';
import { plainText } from '../../../spec/report/cite.ts';
import type { RuleText } from '../../../spec/kit/rule.ts';
import type { SelftestTable } from './table.ts';

/** A rule with the scenarios of its test. */
interface RuleTest {
  readonly rule: Pick<RuleText, 'id' | 'title' | 'statement'>;
  readonly tables: readonly SelftestTable[];
}

/** lbr_contract_test.c: per rule the tables of its scenarios and a test of its own, and a main() that runs them all. */
export function selftestProgram(
  tests: readonly RuleTest[],
  omitted: ReadonlyMap<string, readonly string[]>,
  version: string,
): string {
  return `${[
    '// SPDX-License-Identifier: GPL-2.0-only',
    comment([
      `Test the rules of the KVM-perf LBR contract, version ${version}, that a selftest can test on hardware. Generated ` +
        'from the scenarios of the contract: change those and export again.',
      'Each rule has one test. A test runs the scenarios of its rule, each in a VM of its own, and each step carries the ' +
        'ID of the rule that asks for its outcome.',
      ...[...omitted].map(([reason, ids]) => `Not tested, ${reason}: ${ids.join(', ')}.`),
    ]),
    '#define _GNU_SOURCE /* for sched_getcpu(), program_invocation_short_name */\n#include "lbr_contract.h"',
    ...tests.flatMap(({ rule, tables }) => [sentence(rule), ...tables.map(steps), scenarios(rule.id, tables)]),
    MAIN,
  ].join('\n\n')}\n`;
}

const MAIN = `int main(int argc, char *argv[])
{
	TEST_REQUIRE(__builtin_cpu_is("intel"));
	TEST_REQUIRE(kvm_cpu_has(X86_FEATURE_PDCM));
	TEST_REQUIRE(!lbr_ignores_msrs());

	/* Scenarios that open host events are about the CPU of the vCPU. */
	lbr_pin_to_cpu();

	return test_harness_run(argc, argv);
}`;

function sentence({ id, title, statement }: RuleTest['rule']): string {
  return comment([`${id}: ${plainText(title)}.`, plainText(statement)]);
}

function steps({ name, rows }: SelftestTable): string {
  const body = rows.map((row) => `${wrapRow(row).join('\n')},`);
  return `static const struct lbr_step ${name}[] = {\n${body.join('\n')}\n};`;
}

/** Breaks a row after a comma: an initializer such as `.rtm = true` stays in one line. */
function wrapRow(row: string): string[] {
  const joined = row.replaceAll(' = ', '\u0001');
  return wrap(joined, 73, '\t', '\t\t').map((line) => line.replaceAll('\u0001', ' = '));
}

function scenarios(id: string, tables: readonly SelftestTable[]): string {
  const name = `${id.toLowerCase().replaceAll('-', '_')}_scenarios`;
  const entries = tables.map((table) => entry(id, table));
  const test = `LBR_TEST(${id.replaceAll('-', '_')}, ${name})`;
  return `static const struct lbr_scenario ${name}[] = {\n${entries.join('\n')}\n};\n${test}`;
}

function entry(id: string, { name, title, members }: SelftestTable): string {
  const all = [
    `.name = "${title}",`,
    `.rule = "${id}",`,
    ...members,
    `.steps = ${name},`,
    `.nr_steps = ARRAY_SIZE(${name}),`,
  ];
  return `\t{\n${all.map((member) => `\t\t${member}`).join('\n')}\n\t},`;
}

function comment(paragraphs: readonly string[]): string {
  const lines = paragraphs.flatMap((text, index) => [...(index === 0 ? [] : [' *']), ...wrap(text, 77, ' * ')]);
  return ['/*', ...lines, ' */'].join('\n');
}
