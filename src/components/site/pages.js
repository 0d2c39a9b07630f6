/** The top pages, in the order of the header. */
export const pages = [
    { to: '/', title: 'Matrix' },
    { to: '/designs/', title: 'Designs' },
    { to: '/mutants/', title: 'Mutants' },
    { to: '/workbench/', title: 'Workbench' },
    { to: '/trace/', title: 'Trace' },
];
