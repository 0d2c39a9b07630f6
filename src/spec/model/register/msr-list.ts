import { advertisedLbrFmt, offersArchLbr, vpmuAvailable } from './capability.ts';
import { lbrMsrOf, lbrMsrsOf } from './lbr-msrs.ts';
import type { LbrRecords, VmState } from './vm-state.ts';
import { LAST_BRANCH_MSRS, MSR, type MsrIndex } from './msr.ts';

/** The part of KVM_GET_MSR_INDEX_LIST that the contract looks at, in ascending order. */
export function listedMsrs(state: VmState): readonly MsrIndex[] {
  const { settings } = state;
  const list: MsrIndex[] = [MSR.MISC_ENABLE, MSR.PERF_CAPABILITIES];
  if (settings.listDebugctl === 'listed') list.push(MSR.DEBUGCTL, ...LAST_BRANCH_MSRS);
  if (offersArchLbr(state.host, settings)) list.push(MSR.XSS);
  if (listsArchControls(state)) list.push(MSR.ARCH_LBR_CTL, MSR.ARCH_LBR_DEPTH);
  const records = listedRecords(state);
  if (records !== undefined) list.push(...lbrMsrsOf(records));
  return list.sort((a, b) => a - b);
}

/** kvm_is_advertised_msr(): as the list says, but asked at every access that is refused, so no list is made for it. */
export function isListed(state: VmState, index: MsrIndex): boolean {
  const { host, settings } = state;
  if (index === MSR.PERF_CAPABILITIES || index === MSR.MISC_ENABLE) return true;
  const isDebugctl = index === MSR.DEBUGCTL || LAST_BRANCH_MSRS.includes(index);
  if (isDebugctl && settings.listDebugctl === 'listed') return true;
  if (index === MSR.XSS && offersArchLbr(host, settings)) return true;
  if ((index === MSR.ARCH_LBR_CTL || index === MSR.ARCH_LBR_DEPTH) && listsArchControls(state)) return true;
  const records = listedRecords(state);
  return records !== undefined && lbrMsrOf(records, index) !== undefined;
}

function listsArchControls({ host, settings }: VmState): boolean {
  return settings.listLbr !== 'not-listed' && offersArchLbr(host, settings);
}

/** The records whose MSRs are listed, or undefined. */
function listedRecords({ host, settings }: VmState): LbrRecords | undefined {
  if (settings.listLbr !== 'all' || host.lbr === 'none') return undefined;
  if (!vpmuAvailable(host, settings) || advertisedLbrFmt(host, settings) === 0n) return undefined;
  const { perfDepth: depth, from, to, info } = host;
  return { flavour: host.lbr, depth, from, to, info };
}
