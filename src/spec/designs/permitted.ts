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
    'ownershipTest=event-active-here': 'the kernel looks at the state alone; no other thread has the event',
    'lazyRelease=never':
      'an equally good answer: the event may stay as long as the VM; its records are safe either way',
    'restoreElision=never':
      'the kernel may leave a restore out; the records of a guest go with its event and need none',
    'mutedSample=empty': 'the kernel shows what it read last; an exclusive event never mutes a host event that is on',
    'hostPebs=own-records':
      'the kernel stores the registers as they are; no host PEBS event is on while a guest owns them',
    'vpmu=emulated': 'the choice of the administrator; the rules hold under either kind of vPMU',
    'vpmu=mediated': 'the choice of the administrator; the rules hold under either kind of vPMU',
    'archGuestLbr=hidden': 'the choice of what to offer: a guest without LBRs breaks no rule',
    'lbrCtlControls=always': 'an equally good answer where the value of the host is put back; it costs more',
  },
  register: {
    'pebs=none': 'the choice of what to offer: a guest without PEBS breaks no rule',
    'pmuCapability=absent': 'a KVM without the call to take the vPMU away leaves it to every VM',
    'stuffQuirk=absent': 'a KVM without the call to turn the default off keeps the default',
    'archLbr=hidden': 'the choice of what to offer: a guest without LBRs breaks no rule',
    'enableCheck=live': 'asking at every use gives what asking once at the refresh gives',
    'refreshEvent=kept': 'a vLBR event that outlives a refresh has no vCPU to serve',
    'guestPdcm=guest-cpuid': 'what a vCPU with PDCM reads on a host without it concerns no LBR',
    'vlbrEncoding=anyone':
      'with ownership by perf’s order and saved state for the VMM, an event of that encoding is one more host event here; the protocol world has what it does besides',
    'archCtlControls=always': 'an equally good answer where the value of the host is put back; it costs more',
    'lazyRelease=never':
      'an equally good answer: the event may stay as long as the VM; its records are safe either way',
  },
};
