/** What stands behind a finding, from the weakest to the strongest. */
export const GRADES = {
  model: 'a run of the reference model',
  code: "the kernel's own code in a user-space program",
  'whole-kernel': 'a whole kernel on an emulated CPU',
  hardware: 'a whole kernel on a processor',
} as const;
