import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Table } from '../../src/components/text/Table.tsx';

const tr = (kind: 'th' | 'td', cells: readonly string[]): ReactNode =>
  createElement('tr', { key: cells.join() }, ...cells.map((cell) => createElement(kind, { key: cell }, cell)));

/** A table as Markdown makes it. */
const markup = (heads: readonly string[], ...rows: readonly (readonly string[])[]): string =>
  renderToStaticMarkup(
    createElement(
      Table,
      undefined,
      createElement('thead', { key: 'head' }, tr('th', heads)),
      createElement('tbody', { key: 'body' }, ...rows.map((cells) => tr('td', cells))),
    ),
  );

const PROSE = 'The guest LBR event takes the shared LBR register, like any other event.';

test('each cell of a table of prose has the head of its column, for narrow screens', () => {
  const html = markup(['What', 'Where', 'Rules'], [PROSE, 'here', 'all']);
  expect(html).toContain('<table class="stacks">');
  expect(html).toContain('<td data-label="Where">here</td><td data-label="Rules">all</td>');
  expect(html).toContain('<th>Where</th>');
});

test.each([
  ['numbers', ['page', 'KiB', 'ms'], ['front', '12', '30']],
  ['two columns', ['not', 'but'], [PROSE, PROSE]],
])('a table of %s stays a table', (_what, heads, cells) => {
  const html = markup(heads, cells);
  expect(html).toContain('<table>');
  expect(html).not.toContain('data-label');
});
