/** How a host event of the model is opened. */
import type { HostEventSpec } from '../../model/protocol/instance.ts';

/** PERF_SAMPLE_BRANCH_*: near calls of user and kernel, whose filter is not 0; and the user's call stack. */
const CALLS = 0x13;
const CALL_STACK = 0x801;
/** Far more than any run executes: the event samples only where a PMI is raised on purpose. */
const PERIOD = '0x10000000000';

/** The agent's step that opens the event. */
export function openingStep(event: HostEventSpec): string {
  const where = event.cpu === undefined ? `task=${event.task ?? ''}` : `cpu=${event.cpu}`;
  const words = ['open', event.name, where];
  if (event.priority.endsWith('pinned')) words.push('pinned=1');
  if (event.raw1b00 === true) words.push('type=4', 'config=0x1b00', `branch=0x${CALL_STACK.toString(16)}`);
  else words.push(`branch=0x${(event.filter === 'any' ? CALLS : CALL_STACK).toString(16)}`, `period=${PERIOD}`);
  words.push(`exclude_guest=${event.excludeGuest ? 1 : 0}`);
  if (event.excludeHost === true) words.push('exclude_host=1');
  return words.join(' ');
}
