/**
 * The decisions that the reference implementation of the register world reads. What each value means and where it
 * stands in the kernel is in `designs/switches/register/`; the two are held together by the type checker.
 */
export interface RegisterSettings {
  // Capability.
  readonly advertiseSource: 'host-msr' | 'perf';
  readonly archHostLegacyFmt: 'advertised' | 'hidden';
  readonly callstackRequired: 'no' | 'yes';
  readonly vpmuParameter: 'absent' | 'present';
  readonly hybridVpmu: 'on' | 'off';
  readonly mediatedVpmu: 'absent' | 'parameter' | 'on' | 'on-with-lbr';
  readonly enableCheck: 'live' | 'refresh';
  readonly earlyRefreshRecords: 'stale' | 'cleared';
  readonly refreshEvent: 'kept' | 'released';
  readonly infoMsrs: 'format-5' | 'with-perf';
  readonly perfCapRefresh: 'never' | 'on-write';
  readonly perfCapNeedsPmuVersion: 'yes' | 'no';
  readonly guestPdcm: 'guest-cpuid' | 'guest-and-kvm';
  readonly perfCapNeedsPdcm: 'no' | 'non-zero' | 'yes' | 'keeps-value';
  readonly perfCapModelCheck: 'at-write' | 'at-use';
  readonly perfCapFormatCheck: 'exact' | 'supported-bits';
  readonly pebs: 'none' | 'with-adaptive' | 'without-adaptive';
  readonly perfCapGuestWrite: 'fault' | 'accepted';
  readonly perfCapStored: 'unchanged' | 'masked';
  readonly featureMsrsAfterRun: 'writable' | 'frozen' | 'frozen-in-l2';
  readonly cpuidAfterRun: 'writable' | 'frozen';
  readonly pmuCapability: 'absent' | 'present' | 'ignored';
  readonly freshPerfCapabilities: 'supported' | 'zero';
  readonly stuffQuirk: 'absent' | 'present';
  readonly modelMatch: 'required' | 'ignored';
  readonly vcpuPmuVersion: 'verbatim' | 'clamped';
  // DEBUGCTL.
  readonly debugctlHostWrite: 'guest-cpuid' | 'host-capabilities';
  readonly debugctlAtEntry: 'as-stored' | 'masked';
  readonly debugctlSquash: 'lbr-with-btf' | 'unsupported-bits';
  readonly debugctlLbrBtf: 'forgiven' | 'fault';
  readonly debugctlOtherBits: 'fault' | 'ignored' | 'stored';
  readonly debugctlRtm: 'never' | 'with-cpuid' | 'with-host';
  readonly debugctlBusLock: 'with-cpuid' | 'with-host';
  readonly debugctlLbrGate: 'lbr-enabled' | 'advertised';
  readonly freezeInSmm: 'guest-value' | 'host-owned' | 'visible';
  // LBR MSRs.
  readonly lbrMsrRange: 'enabled-records' | 'without-check' | 'one-more';
  readonly lbrMsrTrapWrite: 'unchecked' | 'safe';
  readonly lbrDummyCheck: 'right' | 'inverted';
  readonly vmmLbrAccess: 'like-guest' | 'saved-state';
  readonly lastBranchMsrs: 'read-zero' | 'fault';
  readonly hostEventOrder: 'bypass' | 'perf-order';
  readonly vlbrReenable: 'never' | 'on-access' | 'on-close';
  readonly vlbrFirstUse: 'reset-if-first-user' | 'own-image';
  readonly recording: 'by-debugctl' | 'by-owner';
  readonly lostAccess: 'zero' | 'fault';
  // Freeze, reset, exceptions, SMM.
  readonly pmiFreeze: 'v2-v3' | 'always' | 'never' | 'clears-freeze-bit' | 'empties-records';
  readonly archPmiFreeze: 'lbren' | 'debugctl';
  readonly resetDebugctl: 'cleared' | 'kept';
  readonly resetRecords: 'released' | 'kept';
  readonly initDebugctl: 'kept' | 'cleared';
  readonly dbClearsLbr: 'no' | 'yes';
  readonly smmL2Debugctl: 'from-vmcs01' | 'kept';
  // Nested.
  readonly vmcs12Debugctl: 'unchecked' | 'checked';
  readonly vmcs12FreezeInSmm: 'invalid' | 'quirk';
  readonly vmcs12Save: 'on-wrmsr' | 'at-exit' | 'never' | 'always';
  readonly nestedLoad: 'by-control' | 'always' | 'never';
  readonly nestedRecords: 'shared' | 'emptied';
  readonly nestedExitDebugctl: 'zero' | 'kept';
  // Migration.
  readonly listDebugctl: 'not-listed' | 'listed';
  readonly listLbr: 'not-listed' | 'ctl-depth' | 'all';
  readonly listedZero: 'accepted' | 'refused';
  // Arch LBR.
  readonly archLbr: 'hidden' | 'exposed';
  readonly archFlavour: 'host' | 'guest-cpuid';
  readonly archDepthSource: 'perf' | 'cpuid-max';
  readonly archBadDepth: 'lbr-off' | 'einval';
  readonly archDepthValues: 'enumerated' | 'multiples-of-8';
  readonly archDepthReset: 'zeroes-records' | 'keeps-records';
  readonly archAccess: 'owner-only' | 'unguarded';
  readonly archCtlBits: 'by-cpuid' | 'unchecked';
  readonly archCtlControls: 'with-owner' | 'always';
  readonly archCtlNested: 'kept' | 'zeroed';
  readonly archDebugctlLbr: 'reads-zero' | 'stored' | 'vmcs12-unmasked';
  readonly archXss: 'with-feature' | 'with-host';
  readonly archXrstorsDepth: 'mismatch-zeroes' | 'ignored';
  readonly archDb: 'clears-lbren' | 'on-nmi' | 'no';
  readonly archInit: 'kept' | 'lbren-cleared';
  readonly archReset: 'lbren-cleared' | 'kept';
  readonly archRsm: 'lbren-only' | 'whole-ctl';
}
