import type { Command } from '../command.ts';

/** Every subcommand by name, loaded when it is asked for. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  'check-trace': async () => (await import('./check-trace.ts')).checkTrace,
  verify: async () => (await import('./verify.ts')).verify,
  campaign: async () => (await import('./campaign.ts')).campaign,
  lab: async () => (await import('./lab.ts')).lab,
  replay: async () => (await import('./replay.ts')).replay,
  kernels: async () => (await import('./kernels.ts')).kernelsCommand,
  search: async () => (await import('./search.ts')).searchCommand,
  list: async () => (await import('./list.ts')).list,
  rule: async () => (await import('./rule.ts')).ruleCommand,
  cite: async () => (await import('./cite.ts')).citeCommand,
  lint: async () => (await import('./lint.ts')).lintCommand,
  'check-patch': async () => (await import('./check-patch.ts')).checkPatchCommand,
  drift: async () => (await import('./drift.ts')).driftCommand,
  serve: async () => (await import('./serve.ts')).serve,
  disclose: async () => (await import('./disclose.ts')).discloseCommand,
  completion: async () => (await import('./completion.ts')).completionOf(commands),
  export: async () => (await import('./export.ts')).exportCommand,
};
