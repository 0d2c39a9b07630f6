/** What of src/spec/model is not changed, because it models neither perf, KVM nor a CPU. */

/** Files below src/spec/model, each with the reason. */
export const EXCLUDED_FILES: Readonly<Record<string, string>> = {
  'protocol/instance.ts': 'says what an instance consists of',
  'protocol/instances.ts': 'says how large the instances are that a search covers',
  'protocol/deep-instances.ts': 'says how large the instances of the deep runs are',
  'protocol/symmetry.ts':
    'says which states a search counts once; test/model/protocol/symmetry.test.ts holds it against searches without it',
};

/** Fields of `Seen` that count accesses: what a design costs. No rule looks at them. */
export const COUNTERS: readonly string[] = [
  'lbrReads',
  'lbrWrites',
  'debugctlReads',
  'debugctlWrites',
  'lbrCtlAccesses',
  'lbrCtlSwitches',
];

export const COUNTERS_REASON =
  'counts accesses, for what a design costs and for printed traces; no rule looks at it, and both have tests of their own';
