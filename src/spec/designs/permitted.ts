/**
 * Flips of the contract that keep every rule, with the reason: answers on which the contract does not depend, so they are
 * no mutants. Where the kernel has an answer among them already, the contract has the kernel's, and asks for no change.
 * Those of the protocol world are searched on every instance by `npm run deep`, and those of the register world are judged
 * by each rule that applies then; a test fails where one breaks a rule after all. Each is `switch=value`.
 */
export const PERMITTED: {
  readonly protocol: Readonly<Record<string, string>>;
  readonly register: Readonly<Record<string, string>>;
} = {
  protocol: {
    'vlbrBinding=vcpu-thread':
      'the kernel binds to the thread that calls; with ioctls served from saved state that is the vCPU thread',
    'ownershipTest=event-active-here': 'the kernel checks the state alone; no other thread has the event',
    'lazyRelease=never':
      'an equally good answer: the event may stay as long as the VM; its records are safe either way',
    'restoreElision=never':
      'the kernel may leave a restore out; the records of a guest go with its event and need none',
    'mutedSample=empty': 'the kernel shows what it read last; no host event is on beside an exclusive guest LBR event',
    'hostPebs=own-records':
      'the kernel stores the registers as they are; no host PEBS event is on while a guest owns them',
    'mediatedLbr=saved-and-loaded': 'a choice of what to offer: a guest without LBRs breaks no rule',
    'vpmu=emulated': 'the administrator’s choice; the rules hold with either kind of vPMU',
    'vpmu=mediated': 'the administrator’s choice; the rules hold with either kind of vPMU',
    'archGuestLbr=hidden': 'a choice of what to offer: a guest without LBRs breaks no rule',
    'lbrCtlControls=always': 'an equally good answer if KVM restores the host’s value; it costs more',
  },
  register: {
    'mediatedVpmu=with-lbr': 'a choice of what to offer: KVM switches the LBRs of the guest with its counters',
    'pebs=none': 'a choice of what to offer: a guest without PEBS breaks no rule',
    'pmuCapability=absent': 'a KVM without the call that takes the vPMU away leaves every VM its vPMU',
    'stuffQuirk=absent': 'a KVM without the call to turn the default off keeps the default',
    'archLbr=hidden': 'a choice of what to offer: a guest without LBRs breaks no rule',
    'enableCheck=live': 'a check at every use gives the same result as one check at the refresh',
    'refreshEvent=kept': 'no vCPU uses a vLBR event that outlives a refresh',
    'guestPdcm=guest-cpuid': 'on a host without PDCM, the value that a vCPU with PDCM reads concerns no LBR',
    'vlbrEncoding=anyone':
      'with ownership by perf’s order and saved state for the VMM, an event of that encoding is one more host event here; the protocol world has what it does besides',
    'archCtlControls=always': 'an equally good answer if KVM restores the host’s value; it costs more',
    'lazyRelease=never':
      'an equally good answer: the event may stay as long as the VM; its records are safe either way',
    'miscEnable=as-written': 'BTS and PEBS are outside the contract; the bits of BTS in DEBUGCTL fault either way',
    'globalCtrl=all-counters': 'which counters are on concerns no LBR',
    'globalCtrl=zero': 'which counters are on concerns no LBR',
  },
};
