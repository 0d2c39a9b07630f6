export const ok = (rule, why, value) => value === undefined ? { kind: 'ok', rule, why } : { kind: 'ok', value, rule, why };
export const unsupported = (rule, why) => ({ kind: 'unsupported', rule, why });
export const invalid = (rule, why) => ({ kind: 'invalid', rule, why });
