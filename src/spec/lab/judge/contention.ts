/** Steps of the agent that change which host events perf has, or rotate them. */
export const CONTENTION: ReadonlySet<string> = new Set(['open', 'close', 'enable', 'disable', 'sleep']);
