import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve('build');

/** Every page of the built site, as paths below the base. */
export function allPages(): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => /(^|\/)index\.html$/.test(file))
    .map((file) => file.replace(/index\.html$/, ''))
    .sort();
}

/** One page of each kind: enough where a test looks at kinds, not at texts. */
export function onePageOfEachKind(): string[] {
  const pages = allPages();
  const kinds = [
    /^$/,
    /^contract\//,
    /^r\//,
    /^designs\/$/,
    /^designs\/(?!.*\.\.)[^/]+\/$/,
    /^designs\/.*\.\./,
    /^mutants\//,
    /^workbench\//,
    /^trace\//,
  ];
  const first = kinds.flatMap((kind) => pages.find((page) => kind.test(page)) ?? []);
  return [...new Set([...first, ...pages.filter((page) => !kinds.some((kind) => kind.test(page)))])];
}

/** The first rule of the matrix with a counterexample, and the first design that violates it. */
export function violatedRule(): { readonly rule: string; readonly design: string } {
  const html = readFileSync(path.join(root, 'index.html'), 'utf8');
  const match = /cell-violated[^>]*><a [^>]*href="?[^"> ]*\/r\/(LBR-[A-Z]+-\d+)\/#on-([^"> ]+)/.exec(html);
  if (match === null) throw new Error('the matrix shows no violated cell');
  return { rule: match[1] ?? '', design: match[2] ?? '' };
}
