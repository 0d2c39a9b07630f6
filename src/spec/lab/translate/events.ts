/** How a host event of the model is opened. */
import type { HostEventSpec } from '../../model/protocol/instance.ts';

/** PERF_SAMPLE_BRANCH_*: near calls of user and kernel, whose filter is not 0; and the user's call stack. */
const CALLS = 0x13;
/** Indirect calls of user: a handful between two steps. */
const FEW = 0x41;
const CALL_STACK = 0x801;
/** Far more than any run executes: the event samples only where a PMI is raised on purpose. */
const PERIOD = '0x10000000000';

/** The agent's step that opens the event. `sparing`: it records little, so that records of a guest stay beside its own. */
export function openingStep(event: HostEventSpec, sparing = false): string {
  const where = event.cpu === undefined ? `task=${event.task ?? ''}` : `cpu=${event.cpu}`;
  const words = ['open', event.name, where];
  if (event.priority.endsWith('pinned')) words.push('pinned=1');
  if (event.raw1b00 === true) words.push('type=4', 'config=0x1b00', `branch=0x${CALL_STACK.toString(16)}`);
  else
    words.push(
      `branch=0x${(event.filter === 'any' ? (sparing ? FEW : CALLS) : CALL_STACK).toString(16)}`,
      `period=${PERIOD}`,
    );
  words.push(`exclude_guest=${event.excludeGuest ? 1 : 0}`);
  if (event.excludeHost === true) words.push('exclude_host=1');
  return words.join(' ');
}
