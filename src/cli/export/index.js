/** Every target of `export` by name, loaded when it is asked for. */
export const exportTargets = {
    rules: async () => (await import('./rules.ts')).rules,
    rst: async () => (await import('./rst.ts')).rst,
    selftest: async () => (await import('./selftest/index.ts')).selftest,
};
