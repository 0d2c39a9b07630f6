/** Guest LBR events of vCPUs, as the log shows them: for which thread KVM asked perf for one. */
import type { CallEvent } from './types.ts';

/** INTEL_FIXED_VLBR_EVENT of arch/x86/include/asm/perf_event.h: the guest LBR event, and no guest counter. */
const VLBR_EVENT = 0x1b00n;

/** Words of `vm` and `cpuid` with which a guest has no PERF_CAPABILITIES or no PMU, whatever format it was to get. */
const WITHOUT: ReadonlySet<string> = new Set(['pdcm=0', 'pmu=0', 'pmu=0x0', 'disable_pmu=1']);

interface GuestEvent {
  /** task_struct that was current, to which perf binds the event. */
  readonly task: string;
  released: boolean;
}

/** A vCPU goes by the agent's name of its thread. */
export class GuestEvents {
  readonly #events = new Map<string, GuestEvent>();
  readonly #withLbr = new Set<string>();
  #unnamed = false;

  /** The agent's step `vm NAME vm=ID lbr=host`: a new vCPU has no event yet. */
  created([, name, ...words]: readonly string[]): void {
    this.#events.delete(name);
    if (words.includes('lbr=host') && !words.some((word) => WITHOUT.has(word))) this.#withLbr.add(name);
    else this.#withLbr.delete(name);
  }

  /** The agent's step `cpuid NAME ...`: without PDCM or a PMU there is no record format. */
  identified([, name, ...words]: readonly string[]): void {
    if (words.some((word) => WITHOUT.has(word))) this.#withLbr.delete(name);
  }

  /** The agent's step `set NAME 0x345 host` or `... kvm`: the vCPU has the host's LBRs from now on. */
  configured([, name, msr, value]: readonly string[]): void {
    if (msr === '0x345' && (value === 'host' || value === 'kvm')) this.#withLbr.add(name);
  }

  /** `vcpu`: the one that the calling thread acts on, undefined for another thread. */
  called({ fn, config, task = '' }: CallEvent, vcpu: string | undefined): void {
    const event = this.#events.get(vcpu ?? '');
    if (fn === 'perf_event_release_kernel' && event !== undefined) event.released = true;
    if (fn !== 'perf_event_create_kernel_counter') return;
    if (config === undefined) this.#unnamed = true;
    else if (BigInt(config) === VLBR_EVENT && vcpu !== undefined) this.#events.set(vcpu, { task, released: false });
  }

  /**
   * The task that KVM last asked perf for a guest LBR event of the vCPU in; undefined where it never did, and where the log
   * does not say which event a call was to create.
   */
  boundTo(vcpu: string | undefined): string | undefined {
    return this.#unnamed ? undefined : this.#events.get(vcpu ?? '')?.task;
  }

  /** Whether KVM has asked for an event of a vCPU that was made with the host's LBRs; undefined where it is unknown. */
  wasAsked(vcpu: string | undefined): boolean | undefined {
    if (vcpu === undefined || this.#unnamed || !this.#withLbr.has(vcpu)) return undefined;
    const event = this.#events.get(vcpu);
    return event?.released === true ? undefined : event !== undefined;
  }
}
