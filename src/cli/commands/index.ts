import type { Command } from '../command.ts';

/** Every subcommand by name, loaded when it is asked for. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  'check-trace': async () => (await import('./check-trace.ts')).checkTrace,
  verify: async () => (await import('./verify.ts')).verify,
  replay: async () => (await import('./replay.ts')).replay,
  export: async () => (await import('./export.ts')).exportCommand,
};
