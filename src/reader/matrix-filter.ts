import { matches, type RowFacts, type Wanted } from './matrix-wanted.ts';

/** Narrows the matrix down as its form says; what is chosen is in the address, so that a link shows the same rows. */
export function attachMatrixFilter(form: HTMLFormElement): void {
  const rows = [...document.querySelectorAll<HTMLTableRowElement>('.matrix-page tr[data-rule]')];
  const facts = rows.map(factsOf);
  const count = form.querySelector<HTMLElement>('[data-matrix-count]');
  const apply = (): void => {
    const wanted = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== '')) as unknown as Wanted;
    const shown = facts.map((one) => matches(one, wanted));
    rows.forEach((row, index) => (row.hidden = shown[index] === false));
    for (const body of document.querySelectorAll<HTMLTableSectionElement>('.matrix-page tbody'))
      body.hidden = [...body.querySelectorAll<HTMLTableRowElement>('tr[data-rule]')].every(({ hidden }) => hidden);
    const all = Object.keys(wanted).length === 0;
    if (count !== null) {
      const number = shown.filter(Boolean).length;
      count.textContent = all ? '' : `${number} of ${rows.length} rules`;
    }
    const query = new URLSearchParams(Object.entries(wanted)).toString();
    history.replaceState(history.state, '', `${location.pathname}${query === '' ? '' : `?${query}`}${location.hash}`);
  };
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = value === 'on';
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  // The fields have their first values again only after the event.
  form.addEventListener('reset', () => setTimeout(apply));
  if (location.search !== '') apply();
}

function factsOf(row: HTMLTableRowElement): RowFacts {
  const { rule = '', chapter = '', level = '', boundary, lab, verdicts = '' } = row.dataset;
  const designs = verdicts.split(' ').map((one) => one.split('=') as [string, string]);
  return {
    text: `${rule} ${row.cells[0]?.textContent ?? ''}`.toLowerCase(),
    chapter,
    level,
    boundary: boundary !== undefined,
    lab: lab !== undefined,
    verdicts: Object.fromEntries(designs),
  };
}
