/** The top pages, in the order of the header. */
export const pages = [
  { to: '/contract/ownership/', title: 'Contract' },
  { to: '/answers/', title: 'Answers' },
  { to: '/designs/', title: 'Designs' },
  { to: '/proposal/', title: 'Proposal' },
  { to: '/ground-truth/', title: 'Evidence' },
  { to: '/workbench/', title: 'Workbench' },
  { to: '/trace/', title: 'Check a trace' },
] as const;
