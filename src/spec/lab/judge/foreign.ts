/** What a guest gets that is not its own: LBR-ISO-1 to 4, LBR-ISO-9, LBR-MSR-29. */
import { isHost, vmOf } from '../log/ring.ts';
import type { EntryEvent, ForeignEvent, LogEvent, MsrEvent } from '../log/types.ts';
import type { LabSink, LabJudge } from './finding.ts';

const WHAT = { record: 'a record', tos: 'a TOS', select: 'an LBR_SELECT' } as const;

export class ForeignJudge implements LabJudge {
  readonly #sink: LabSink;
  readonly #gone = new Set<string>();
  #entry: EntryEvent | undefined;

  constructor(sink: LabSink) {
    this.#sink = sink;
  }

  event(event: LogEvent): void {
    if (event.t === 'mark' && event.text.startsWith('gone ')) this.#gone.add(event.text.slice('gone '.length));
    else if (event.t === 'entry') this.#entry = event;
    else if (event.t === 'rdmsr' && event.m === 'g') this.#ownRead(event);
    else if (event.t === 'foreign') this.#foreign(event);
  }

  #foreign(event: ForeignEvent): void {
    for (const rule of this.#rules(event)) {
      this.#sink.violated(rule, event, this.#sentence(event), {
        recordedBy: recordedBy(event),
        survivedThrough: survived(event),
        readBy: readBy(event),
        ring: this.#entry?.ring ?? [],
      });
    }
  }

  /** A read that is not foreign keeps what it could have broken. */
  #ownRead({ own, msr, fault }: MsrEvent): void {
    if (fault === 1 || own === undefined || isHost(own)) return;
    for (const rule of msr === 0x1c8 ? ['LBR-ISO-2'] : msr === 0x1c9 ? ['LBR-ISO-3'] : ['LBR-ISO-1', 'LBR-ISO-4']) {
      this.#sink.kept(rule);
    }
  }

  #rules({ own, what, reader }: ForeignEvent): string[] {
    if (isHost(own)) {
      if (what === 'record') return ['LBR-ISO-1', 'LBR-MSR-29'];
      return what === 'select' ? ['LBR-ISO-2'] : ['LBR-ISO-3'];
    }
    const vm = vmOf(own);
    if (vm === undefined) return [];
    return vm === vmOf(reader) || this.#gone.has(vm) ? ['LBR-ISO-9'] : ['LBR-ISO-4'];
  }

  #sentence({ own, what, reader }: ForeignEvent): string {
    const whose = isHost(own) ? 'the host' : this.#gone.has(vmOf(own) ?? '') ? 'a VM that is gone' : (vmOf(own) ?? own);
    return `the guest ${vmOf(reader) ?? reader} reads ${WHAT[what]} of ${whose}`;
  }
}

function recordedBy({ own, bornip, born, borncpu }: ForeignEvent): string {
  return `${own} at ${bornip}, tick ${born}, CPU ${borncpu}`;
}

function survived({ trips, cell, slot }: ForeignEvent): string[] {
  const where = cell === 'tos' ? 'LBR_TOS' : cell === 'select' ? 'LBR_SELECT' : `record ${slot}`;
  return [trips === 0 ? `in ${where}, never saved or cleared` : `${trips} saves and restores of ${where}`];
}

function readBy({ via, reader, ip, by }: ForeignEvent): string {
  return via === 'emulated'
    ? `KVM for ${reader}, at ${by ?? ip ?? '?'}`
    : `${reader} itself by ${via}, at ${ip ?? '?'}`;
}
