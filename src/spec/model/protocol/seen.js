export function nothingSeen() {
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
  };
}
/** Back to "nothing", in place. */
export function clearSeen(seen) {
  seen.reader = seen.records = seen.ownRecords = seen.select = seen.tos = seen.dummy = 0;
  seen.droppedWriter = seen.writer = seen.writtenCpu = 0;
  seen.sampled = seen.sampleRecords = seen.sampleFresh = seen.sampleFiltered = 0;
  seen.recorded = seen.recordedCpu = 0;
  seen.lbrWrites = seen.lbrReads = seen.debugctlWrites = seen.debugctlReads = 0;
}
