/** What the last step let somebody see, lose or pay. Not part of the state; numbers only, 0 for "nothing". */
export interface Seen {
  /** 1 + vCPU whose guest (or VMM) read its LBR MSRs in this step. */
  reader: number;
  /** Tags of the records that it got, and how many of them are its own. */
  records: number;
  ownRecords: number;
  /** LBR_SELECT that it got (a Filter), and who moved the TOS that it got (a Tag). */
  select: number;
  tos: number;
  /** 1 where KVM answered 0 because the guest does not own the LBRs. */
  dummy: number;
  /** 1 + vCPU whose write of LBR_SELECT reached no register. */
  droppedWriter: number;
  /** 1 + vCPU whose write of LBR_SELECT reached a register, and 1 + the pCPU whose registers they were. */
  writer: number;
  writtenCpu: number;
  /** 1 + index of the event whose sample was taken, and the tags of its records. */
  sampled: number;
  sampleRecords: number;
  /** 1 where the records were read for this very sample. */
  sampleFresh: number;
  /** 1 where they were filtered for the event that the sample belongs to. */
  sampleFiltered: number;
  /** Tag that was recorded in this step, and 1 + the pCPU. */
  recorded: number;
  recordedCpu: number;
  // Cost of the step.
  lbrWrites: number;
  lbrReads: number;
  debugctlWrites: number;
  debugctlReads: number;
  /** RDMSR and WRMSR of IA32_LBR_CTL by software. */
  lbrCtlAccesses: number;
  /** Loads and clears of IA32_LBR_CTL that VM-entry and VM-exit do by themselves. */
  lbrCtlSwitches: number;
}

export function nothingSeen(): Seen {
  return {
    reader: 0,
    records: 0,
    ownRecords: 0,
    select: 0,
    tos: 0,
    dummy: 0,
    droppedWriter: 0,
    writer: 0,
    writtenCpu: 0,
    sampled: 0,
    sampleRecords: 0,
    sampleFresh: 0,
    sampleFiltered: 0,
    recorded: 0,
    recordedCpu: 0,
    lbrWrites: 0,
    lbrReads: 0,
    debugctlWrites: 0,
    debugctlReads: 0,
    lbrCtlAccesses: 0,
    lbrCtlSwitches: 0,
  };
}

/** Back to "nothing", in place. */
export function clearSeen(seen: Seen): void {
  seen.reader = seen.records = seen.ownRecords = seen.select = seen.tos = seen.dummy = 0;
  seen.droppedWriter = seen.writer = seen.writtenCpu = 0;
  seen.sampled = seen.sampleRecords = seen.sampleFresh = seen.sampleFiltered = 0;
  seen.recorded = seen.recordedCpu = 0;
  seen.lbrWrites = seen.lbrReads = seen.debugctlWrites = seen.debugctlReads = 0;
  seen.lbrCtlAccesses = seen.lbrCtlSwitches = 0;
}
