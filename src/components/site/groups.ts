import type { DocumentLink } from '@site/src/site-data/document-link.ts';

interface Group {
  readonly title: string;
  readonly pages: readonly DocumentLink[];
  /** Of use to those who change this site, not to those who read it. */
  readonly folded?: boolean;
}

const START = ['/answers/', '/proposal/', '/lbr-ctl-gap/', '/take-it/', '/messages/'];
const TOOLS: readonly DocumentLink[] = [
  { path: '/designs/', title: 'Designs' },
  { path: '/workbench/', title: 'Workbench' },
  { path: '/trace/', title: 'Check a trace' },
];
const TOOL_DOCUMENTS = ['/record-a-trace/'];
const EVIDENCE = [
  '/method/',
  '/ground-truth/',
  '/lab/',
  '/lab-faults/',
  '/deep-runs/',
  '/mutation/',
  '/museum/',
  '/conformance/',
];
const MUTANTS: DocumentLink = { path: '/mutants/', title: 'Mutants' };

/** The pages beside the chapters, in the order in which a reader needs them. A page that no list names stands at its end. */
export function groupsOf(documents: readonly DocumentLink[]): Group[] {
  const named = (paths: readonly string[]): DocumentLink[] =>
    paths.flatMap((path) => documents.filter((one) => one.path === path));
  const below = (folder: string): DocumentLink[] => documents.filter(({ path }) => path.startsWith(folder));
  const placed = new Set([...START, ...TOOL_DOCUMENTS, ...EVIDENCE]);
  const rest = documents.filter(({ path }) => !placed.has(path) && !/^\/(guide|maintainers)\//.test(path));
  return [
    { title: 'Start here', pages: [{ path: '/', title: 'Overview and matrix' }, ...named(START)] },
    { title: 'Try it', pages: [...TOOLS, ...named(TOOL_DOCUMENTS)] },
    { title: 'Why believe it', pages: [...named(EVIDENCE), MUTANTS, ...rest] },
    { title: 'How to', pages: below('/guide/') },
    { title: 'For developers of this site', pages: below('/maintainers/'), folded: true },
  ];
}
