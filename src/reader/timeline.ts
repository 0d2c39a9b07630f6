/**
 * Selection in a drawn timeline: mouse, arrow keys, Home and End, `v` for the violating step. Only a marker moves and
 * one panel is refilled, so a run of 500 steps is as smooth as one of five. Returns the function that undoes it.
 */
export function attachTimeline(figure: HTMLElement): () => void {
  const area = figure.querySelector<HTMLElement>('.timeline-scroll');
  const drawing = figure.querySelector<SVGSVGElement>('.timeline-steps');
  const marker = figure.querySelector<SVGRectElement>('.selected-column');
  const panel = figure.querySelector<HTMLElement>('.timeline-panel');
  const rows = [...figure.querySelectorAll<HTMLTableRowElement>('tr[data-step]')];
  if (area === null || drawing === null || marker === null || panel === null || rows.length === 0)
    return () => undefined;

  const column = Number(drawing.dataset['column']);
  const violation = figure.dataset['violation'];
  const stop = new AbortController();
  const { signal } = stop;
  let selected = -1;

  area.setAttribute('role', 'slider');
  area.setAttribute('aria-valuemin', '1');
  area.setAttribute('aria-valuemax', String(rows.length));
  area.setAttribute('aria-valuenow', '1');

  const select = (step: number, follow = true): void => {
    const next = Math.max(0, Math.min(rows.length - 1, step));
    if (next === selected) return;
    rows[selected]?.removeAttribute('aria-current');
    selected = next;
    const row = rows[next];
    if (row === undefined) return;
    row.setAttribute('aria-current', 'step');
    marker.setAttribute('x', String((next + 1) * column));
    marker.setAttribute('visibility', 'visible');
    area.setAttribute('aria-valuenow', String(next + 1));
    area.setAttribute('aria-valuetext', `Step ${next + 1}: ${textOf(row, 1)} ${textOf(row, 2)}`);
    panel.replaceChildren(...panelContent(row));
    if (follow) keepInSight(area, (next + 1) * column, column);
  };

  drawing.addEventListener(
    'click',
    (event) => {
      select(Math.floor((event.clientX - drawing.getBoundingClientRect().left) / column) - 1, false);
    },
    { signal },
  );
  area.addEventListener(
    'keydown',
    (event) => {
      const target = targetOf(event.key, selected, rows.length, violation);
      if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      select(target);
    },
    { signal },
  );
  for (const [index, row] of rows.entries()) row.addEventListener('click', () => select(index), { signal });

  const linked = rows.findIndex((row) => `#${row.id}` === location.hash);
  const start = figure.dataset['start'] === 'last' ? rows.length - 1 : 0;
  select(linked >= 0 ? linked : violation === undefined ? start : Math.max(0, Number(violation)));
  return () => {
    stop.abort();
    // React keeps the rows of a run that grows, and the next selection does not know of this one.
    rows[selected]?.removeAttribute('aria-current');
  };
}

function targetOf(key: string, selected: number, steps: number, violation: string | undefined): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return selected + 1;
    case 'ArrowLeft':
    case 'ArrowUp':
      return selected - 1;
    case 'PageDown':
      return selected + 10;
    case 'PageUp':
      return selected - 10;
    case 'Home':
      return 0;
    case 'End':
      return steps - 1;
    case 'v':
      return violation === undefined ? undefined : Number(violation);
    default:
      return undefined;
  }
}

const textOf = (row: HTMLTableRowElement, cell: number): string => row.cells[cell]?.textContent?.trim() ?? '';

/** Step, actor and action in bold, then the list of changes as it stands in the table. */
function panelContent(row: HTMLTableRowElement): Node[] {
  const title = document.createElement('p');
  const strong = document.createElement('b');
  strong.textContent = `Step ${textOf(row, 0)}: ${textOf(row, 1)}`;
  title.append(strong, ' ', ...[...(row.cells[2]?.childNodes ?? [])].map((node) => node.cloneNode(true)));
  if (row.cells[3] === undefined) return [title];
  const changes = row.cells[3].firstElementChild?.cloneNode(true);
  if (changes !== undefined) return [title, changes];
  const none = document.createElement('p');
  none.className = 'hint';
  none.textContent = 'Changes nothing that can be seen here.';
  return [title, none];
}

/** Scrolls the drawing, never the page. */
function keepInSight(area: HTMLElement, x: number, width: number): void {
  const labels = area.querySelector('.timeline-labels')?.clientWidth ?? 0;
  const left = area.scrollLeft;
  const right = left + area.clientWidth - labels;
  if (x < left) area.scrollLeft = x - width;
  else if (x + width > right) area.scrollLeft = x + 2 * width - (area.clientWidth - labels);
}
