import { wrap } from '../../../spec/report/wrap.ts';
/** lbr_contract_test.c: the tables, one per scenario, and a main() that runs them all. */
export function selftestProgram(tables, omitted, version) {
    return `${[
        '// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0',
        comment([
            `Scenarios of the KVM-perf LBR contract, version ${version}. Generated: change the scenarios and export again.`,
            'Each step carries the ID of the rule that asks for its outcome.',
            ...(omitted.length === 0 ? [] : [`Not runnable as a selftest: ${listed(omitted)}.`]),
        ]),
        '#define _GNU_SOURCE /* for sched_getcpu(), program_invocation_short_name */\n#include "lbr_contract.h"',
        ...tables.map(table),
        `static const struct lbr_scenario scenarios[] = {\n${tables.map(entry).join('\n')}\n};`,
        MAIN,
    ].join('\n\n')}\n`;
}
const MAIN = `int main(int argc, char *argv[])
{
	int i, nr_run = 0;

	setbuf(stdout, NULL);

	TEST_REQUIRE(__builtin_cpu_is("intel"));
	TEST_REQUIRE(kvm_cpu_has(X86_FEATURE_PDCM));
	TEST_REQUIRE(!lbr_ignores_msrs());

	/* Scenarios that open host events are about the CPU of the vCPU. */
	lbr_pin_to_cpu();

	for (i = 0; i < ARRAY_SIZE(scenarios); i++)
		nr_run += lbr_run_scenario(&scenarios[i]);

	__TEST_REQUIRE(nr_run, "No scenario fits this host");
	pr_info("%d of %zu scenarios run\\n", nr_run, ARRAY_SIZE(scenarios));
	return 0;
}`;
function table({ name, title, rules, rows }) {
    const body = rows.map((row) => `${wrap(row, 73, '\t', '\t\t').join('\n')},`);
    return `${comment([`${title}.`, ...wrap(rules.join(' '), 74)])}\nstatic const struct lbr_step ${name}[] = {\n${body.join('\n')}\n};`;
}
function entry({ name, members }) {
    const all = [`.name = "${name}",`, ...members, `.steps = ${name},`, `.nr_steps = ARRAY_SIZE(${name}),`];
    return `\t{\n${all.map((member) => `\t\t${member}`).join('\n')}\n\t},`;
}
function comment(paragraphs) {
    return ['/*', ...paragraphs.flatMap((text) => wrap(text, 77, ' * ')), ' */'].join('\n');
}
function listed(omitted) {
    return omitted.map(({ name, reason }) => `${name} (${reason})`).join(', ');
}
