// Why a run came to nothing.

/** The scenario did not come to its end on this kernel: a panic, a hang, a reset. The message has the serial log's tail. */
export class RunFailed extends Error {
  override readonly name: string = 'RunFailed';
}

/** The lab itself could not go on: a boot that failed, a full disk, an emulator that died. Says nothing about a scenario. */
export class LabFailed extends RunFailed {
  override readonly name = 'LabFailed';
}

/** What a status of the emulator means to somebody who did not write it. */
const MEANING: Readonly<Record<string, string>> = {
  panic: 'the kernel panicked',
  limit: 'a hang: the limit of instructions was reached',
  hang: 'a hang: every CPU halted with interrupts off',
  reset: 'the machine was reset',
  failed: 'the agent gave up',
  steps: 'a line of the steps cannot be read',
  log: 'the log could not be written',
  emulator: 'the emulator ended',
  request: 'the emulator does not know the request',
};

/** Statuses that are the scenario's or the kernel's, and not the lab's. */
const OF_THE_RUN: readonly string[] = ['panic', 'limit', 'hang', 'reset', 'failed', 'steps'];

/** A status with what the emulator said: one clear line, then the serial log's tail where there is one. */
export function failureOf(status: string, text: string): RunFailed {
  const message = `${MEANING[status] ?? status}${text === '' ? '' : tailOf(text)}`;
  return OF_THE_RUN.includes(status) ? new RunFailed(message) : new LabFailed(message);
}

const TAIL_LINES = 12;

function tailOf(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 1) return `: ${lines[0]}`;
  return `\nthe serial log ends:\n${lines
    .slice(-TAIL_LINES)
    .map((line) => `  ${line.trimEnd()}`)
    .join('\n')}`;
}

const OF_THE_SYSTEM: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
};

/** A full disk and its kin as a LabFailed in one line; anything else as it is. */
export function asFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  const meaning = OF_THE_SYSTEM[error.code];
  if (meaning === undefined) return error;
  const where = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : '';
  return new LabFailed(`${where}${meaning}`);
}
