/** The top pages, in the order of the header. */
export const pages = [
  { to: '/', title: 'Matrix' },
  { to: '/answers/', title: 'Answers' },
  { to: '/designs/', title: 'Designs' },
  { to: '/mutants/', title: 'Mutants' },
  { to: '/workbench/', title: 'Workbench' },
  { to: '/trace/', title: 'Trace' },
  { to: '/method/', title: 'Method' },
] as const;
