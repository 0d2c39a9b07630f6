/** The event log of one run: JSON lines, the first of which is the head. Written by the emulated CPU. */
export interface LabLog {
  readonly head: LogHead;
  readonly events: readonly LogEvent[];
}

export interface LogHead {
  readonly format: 'lbr-lab-log/1';
  /** Release of the kernel, as `uname -r` says it. */
  readonly kernel: string;
  /** SHA-256 of the kernel image, hexadecimal. */
  readonly image: string;
  /** Name of the emulated CPU. */
  readonly cpu: string;
  readonly records: number;
  readonly cpus: number;
  readonly seed: number;
}

/** What every event has. Values of 64 bits are text such as "0x1d9". */
interface Common {
  /** Ticks since power-on, of all CPUs together. */
  readonly i: number;
  readonly c: number;
  /** VMX root (`h`) or non-root operation (`g`). */
  readonly m?: 'h' | 'g';
  readonly cpl?: number;
  /** RFLAGS.IF. */
  readonly if?: 0 | 1;
  /** In an NMI handler; in an interrupt handler. */
  readonly nmi?: 1;
  readonly irq?: 1;
  /** The task_struct that is current on the CPU, and the agent's name for it. */
  readonly task?: string;
  readonly name?: string;
  /** `symbol+0x12`, or a number where it is not the kernel's. */
  readonly ip?: string;
  /** Who called, where `ip` is in a wrapper of one instruction. */
  readonly by?: string;
}

/** Who executed the branch of a record, or left the value: '' nobody, `host`, `hostu` (at CPL 3), `guest:ID`, `guest:ID/2` in L2. */
export type OwnerName = string;

export interface MsrEvent extends Common {
  readonly t: 'rdmsr' | 'wrmsr';
  readonly msr: number;
  readonly v: string;
  readonly fault?: 1;
  readonly own?: OwnerName;
  /** Owners of the records from TOS downwards, run-length: `host*5`, `*27`. */
  readonly ring?: readonly string[];
}

export interface EntryEvent extends Common {
  readonly t: 'entry';
  readonly vm: string;
  readonly debugctl: string;
  /** 1 where reads of the records are not intercepted. */
  readonly pass?: 0 | 1;
  readonly ring?: readonly string[];
  readonly tos?: OwnerName;
  readonly select?: OwnerName;
  readonly selectv?: string;
  readonly tosv?: number;
  readonly level?: 1 | 2;
  /** After an exit by RDMSR: what the guest gets, and whether it is a #GP. */
  readonly v?: string;
  readonly fault?: 1;
}

export interface ExitEvent extends Common {
  readonly t: 'exit';
  readonly vm: string;
  readonly reason: number;
  readonly debugctl?: string;
  readonly msr?: number;
  readonly v?: string;
  readonly ring?: readonly string[];
  readonly tos?: OwnerName;
  readonly select?: OwnerName;
  readonly selectv?: string;
  readonly tosv?: number;
  readonly level?: 1 | 2;
}

interface SwitchEvent extends Common {
  readonly t: 'switch';
  readonly prev: string;
  readonly next: string;
  readonly ring?: readonly string[];
}

/** A guest gets a value that is not its own, with where the value comes from. */
export interface ForeignEvent extends Common {
  readonly t: 'foreign';
  readonly what: 'record' | 'tos' | 'select';
  readonly cell: 'from' | 'to' | 'info' | 'tos' | 'select';
  readonly slot: number;
  readonly v: string;
  readonly own: OwnerName;
  readonly reader: OwnerName;
  /** How the guest got it: its own RDMSR, an emulated one, or XSAVES. */
  readonly via: 'rdmsr' | 'emulated' | 'xsaves';
  /** When and where the branch was executed or the value written. */
  readonly born: number;
  readonly borncpu: number;
  readonly borntask?: string;
  readonly bornip: string;
  /** How often it was saved and restored since. */
  readonly trips: number;
  readonly from?: string;
  readonly to?: string;
  readonly fromsym?: string;
  readonly tosym?: string;
}

export interface TextEvent extends Common {
  readonly t: 'mark' | 'result';
  readonly text: string;
}

export interface CallEvent extends Common {
  readonly t: 'call';
  readonly fn: string;
  /** Of the event that perf_event_create_kernel_counter() is to create: `perf_event_attr.config`. */
  readonly config?: string;
}

/** Events of which no judge needs a field. */
interface OtherEvent extends Common {
  readonly t: 'irq' | 'nmi' | 'pmi' | 'xsaves' | 'xrstors' | 'inject' | 'end' | 'panic';
  readonly vec?: number;
  readonly what?: string;
}

export type LogEvent =
  MsrEvent | EntryEvent | ExitEvent | SwitchEvent | ForeignEvent | TextEvent | CallEvent | OtherEvent;
