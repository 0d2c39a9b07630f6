import { registerSwitches } from '../switches/register.ts';
import { contract } from './contract.ts';
/** The contract with one register switch at one of its other values, for every switch and value. */
export const flippedSwitches = Object.entries(registerSwitches).flatMap(([name, { values }]) => Object.keys(values)
    .filter((value) => value !== contract[name])
    .map((value) => mutant(`${name}=${value}`, { [name]: value })));
function mutant(name, flips) {
    return { name, base: 'contract', flips, settings: { ...contract, ...flips } };
}
const bug = (id, commit, year, flips) => ({
    ...mutant(`bug ${id}`, flips),
    bug: id,
    ...(commit !== '' && { commit }),
    year,
});
/**
 * Bugs of the record that live in the register world, brought back into the contract. `year` is that of the fix, or of
 * the report where there is no fix.
 */
export const historicalBugs = [
    bug('B01', '67b45af946ec', 2021, { lbrDummyCheck: 'inverted', vlbrReenable: 'never' }),
    bug('B03', '17a024a8b9f0', 2022, { perfCapRefresh: 'never' }),
    bug('B04', '145dfad998ea', 2022, { advertiseSource: 'host-msr', callstackRequired: 'no' }),
    bug('B06', 'b333b8ebb85d', 2022, { debugctlHostWrite: 'guest-cpuid' }),
    bug('B07', '957d0f70e97b', 2023, { earlyRefreshRecords: 'stale' }),
    bug('B09', '9e985cbf2942', 2024, { pebs: 'with-adaptive' }),
    bug('B10', 'bb9dc859086d', 2024, { callstackRequired: 'no' }),
    bug('B12', '4d7404e5ee00', 2023, { hybridVpmu: 'on' }),
    bug('B13', 'd75cac366f44', 2024, { perfCapNeedsPdcm: 'no' }),
    bug('B14', 'a1039111192b', 2024, { perfCapNeedsPmuVersion: 'yes' }),
    bug('B20', '6b1dd26544d0', 2025, { freezeInSmm: 'guest-value' }),
    bug('B22', '095686e6fcb4', 2025, { vmcs12Debugctl: 'unchecked' }),
    bug('B23', '7d0cce6cbe71', 2025, { freezeInSmm: 'visible' }),
    bug('B24', '17ec2f965344', 2025, { debugctlRtm: 'never' }),
    bug('B42', '3700f0788da6', 2026, { listDebugctl: 'not-listed' }),
    bug('legacy LBR on an Arch LBR host', '098f4c061ea1', 2023, { archLbr: 'hidden', archHostLegacyFmt: 'advertised' }),
    bug('BTF takes LBR away', '8a4351ac302c', 2025, { debugctlSquash: 'lbr-with-btf' }),
    bug('FREEZE_IN_SMM in vmcs12', 'e2ffe85b6d2b', 2026, { vmcs12FreezeInSmm: 'invalid' }),
    bug('U01', '', 2023, { vlbrPriority: 'bypass', vlbrFirstUse: 'reset-if-first-user' }),
    bug('U02', '', 2023, { vlbrReenable: 'never', vlbrFirstUse: 'reset-if-first-user' }),
    bug('U08', '', 2026, { listLbr: 'not-listed' }),
    bug('U09', '', 2022, { smmL2Debugctl: 'from-vmcs01' }),
    bug('U15', '', 2021, { perfCapStored: 'masked' }),
    bug('A01', '', 2021, { archDepthValues: 'multiples-of-8' }),
    bug('A04', '', 2022, { listedZero: 'refused' }),
    bug('A06', '', 2023, { archPmiFreeze: 'debugctl' }),
    bug('A08', '', 2023, { archDebugctlLbr: 'stored' }),
];
export const registerMutants = [...flippedSwitches, ...historicalBugs];
