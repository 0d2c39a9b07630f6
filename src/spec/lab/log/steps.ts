import { GuestEvents } from './guest-events.ts';
import type { LogEvent } from './types.ts';

/** A host event as its user knows it. */
export interface HostEvent {
  readonly name: string;
  /** CPU, or -1 for an event of a task. */
  readonly cpu: number;
  readonly taskName: string;
  readonly pinned: boolean;
  readonly excludeGuest: boolean;
  /** PERF_SAMPLE_BRANCH_*. */
  readonly branch: number;
  readonly raw1b00: boolean;
  enabled: boolean;
}

/** Steps that reach for the MSRs of the vCPU that they name. */
const IOCTLS = new Set(['get', 'set', 'save', 'restore']);

/** What the agent was told and what came of it, as the log goes by: steps, threads, VMs and host events. */
export class StepTracker {
  /** Number of the agent's step in progress, -1 before the first, and its text. */
  step = -1;
  text = '';
  readonly events = new Map<string, HostEvent>();
  /** Names of threads by their task_struct. */
  readonly threads = new Map<string, string>();
  readonly guestEvents = new GuestEvents();
  readonly #stepOf = new Map<string, string>();

  follow(event: LogEvent): void {
    if (event.t === 'mark') this.#mark(event.text, event.task ?? '');
    else if (event.t === 'result') this.#result(event.text, event.task ?? '');
    else if (event.t === 'call') this.guestEvents.called(event, this.#vcpuOf(event.task ?? ''));
  }

  /** Enabled host LBR events that count on this CPU while this task is current. */
  active(cpu: number, task: string | undefined): HostEvent[] {
    const name = this.threads.get(task ?? '');
    return [...this.events.values()].filter(
      (event) => event.enabled && (event.cpu === cpu || (event.cpu === -1 && event.taskName === name)),
    );
  }

  /** The vCPU that a thread acts on: its own, or the one whose ioctl its step makes. */
  #vcpuOf(task: string): string | undefined {
    const [verb, name] = (this.#stepOf.get(task) ?? '').split(' ');
    return IOCTLS.has(verb) ? name : this.threads.get(task);
  }

  /** Verb of the step in progress. */
  get verb(): string {
    return this.text.split(' ', 1)[0];
  }

  #mark(text: string, task: string): void {
    const step = /^step (\d+) (.*)$/s.exec(text);
    if (step) {
      this.step = Number(step[1]);
      this.text = step[2];
      this.#stepOf.set(task, step[2]);
      if (this.verb === 'set') this.guestEvents.configured(step[2].split(' '));
      if (this.verb === 'vm') this.guestEvents.created(step[2].split(' '));
      if (this.verb === 'cpuid') this.guestEvents.identified(step[2].split(' '));
      return;
    }
    const thread = /^thread (\S+) /.exec(text);
    if (thread) this.threads.set(task, thread[1]);
  }

  #result(text: string, task: string): void {
    const [verb, name, ...words] = (this.#stepOf.get(task) ?? '').split(' ');
    const ok = text.startsWith('ok');
    const event = this.events.get(name ?? '');
    if (verb === 'open' && ok) this.events.set(name, opened(name, words));
    else if (event === undefined) return;
    else if (verb === 'close' && ok) this.events.delete(name);
    else if (verb === 'disable' && ok) event.enabled = false;
    else if (verb === 'enable' && ok) event.enabled = true;
    else if (verb === 'read' && text.startsWith('ok error')) event.enabled = false;
  }
}

function opened(name: string, words: readonly string[]): HostEvent {
  const value = (key: string): string | undefined =>
    words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  return {
    name,
    cpu: Number(value('cpu') ?? -1),
    taskName: value('task') ?? '',
    pinned: value('pinned') === '1',
    excludeGuest: value('exclude_guest') !== '0',
    branch: Number(value('branch') ?? 0),
    raw1b00: value('config') === '0x1b00',
    enabled: value('disabled') !== '1',
  };
}
