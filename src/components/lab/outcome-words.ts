/** An outcome of the lab as pages say it. */
export const LAB_OUTCOME_WORDS = {
  seen: 'Seen',
  'not-seen': 'Not seen',
  'cannot-be-driven': 'Cannot be driven',
} as const;
