import { EVENT, type TraceEvent } from '../read/events.ts';
import { Threads } from './threads.ts';

/** uapi/linux/kvm.h. */
const KVM_EXIT = { io: 2, shutdown: 8, intr: 10, failEntry: 9, internalError: 17, systemEvent: 24 } as const;
/** Ports by which a guest resets its machine: keyboard controller, fast A20, PCI reset. */
const RESET_PORTS: ReadonlySet<number> = new Set([0x64, 0x92, 0xcf9]);

/** What a line says of a reset by the VMM: of every vCPU of the machine, maybe of this one, or nothing. */
type Reset = 'machine' | 'perhaps' | undefined;

/** When the VMM runs, and whether what made it run resets the guest. Which threads are of one machine is not in the trace. */
export class VmmExits {
  /** Port of the last write by the guest of each thread, since it left for the VMM. */
  readonly #ports = new Threads<{ port: number }>(() => ({ port: -1 }));

  reset(event: TraceEvent): Reset {
    const last = this.#ports.of(event.pid);
    if (event.kind === EVENT.kvmPio) {
      last.port = event.number;
      return RESET_PORTS.has(event.number) ? 'machine' : undefined;
    }
    const { port } = last;
    last.port = -1;
    switch (event.number) {
      case KVM_EXIT.shutdown:
      case KVM_EXIT.systemEvent:
      case KVM_EXIT.failEntry:
      case KVM_EXIT.internalError:
        return 'machine';
      case KVM_EXIT.io:
        return port >= 0 ? undefined : 'perhaps';
      case KVM_EXIT.intr:
        return 'perhaps';
      default:
        return undefined;
    }
  }
}
