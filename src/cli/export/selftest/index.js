import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../package-root.ts';
import { version } from '../../version.ts';
import { needsMore } from './hardware.ts';
import { selftestProgram } from './program.ts';
import { selftestTable } from './table.ts';
const PROGRAM = 'lbr_contract_test';
export const selftest = {
    summary: 'C for tools/testing/selftests/kvm of a kernel tree; --out names that directory',
    async files(out) {
        const folder = layoutOf(out);
        return [
            { path: `${folder}/${PROGRAM}.c`, text: programText() },
            {
                path: `${folder}/lbr_contract.h`,
                text: readFileSync(path.join(packageRoot(), 'selftest/lbr_contract.h'), 'utf8'),
            },
        ];
    },
    next: `Add ${PROGRAM} to TEST_GEN_PROGS_x86 of Makefile.kvm, TEST_GEN_PROGS_x86_64 of Makefile up to Linux 6.13.`,
};
/** Up to Linux 6.13 the tests were in x86_64/, since then in x86/. */
function layoutOf(out) {
    return out !== undefined && existsSync(path.join(out, 'x86_64')) ? 'x86_64' : 'x86';
}
/** The scenarios that are there for this, and those that conformance brings along. */
export function selftestScenarios() {
    const folder = path.join(packageRoot(), 'scenarios/selftest');
    return readdirSync(folder)
        .toSorted()
        .map((file) => ({
        name: file.replace(/\.json$/, ''),
        scenario: JSON.parse(readFileSync(path.join(folder, file), 'utf8')),
    }));
}
function programText() {
    const judged = selftestScenarios().map((one) => ({ ...one, reason: needsMore(one.scenario) }));
    const tables = judged
        .filter(({ reason }) => reason === undefined)
        .map(({ name, scenario }) => selftestTable(name, scenario));
    const omitted = judged.flatMap(({ name, reason }) => (reason === undefined ? [] : [{ name, reason }]));
    return selftestProgram(tables, omitted, version);
}
