import { baseUrl } from './base-url.ts';

/** A click into the map opens the evidence of that rule on that design; the pointer's title says what it is. */
export function attachVerdictMap(map: SVGSVGElement): void {
  const rules = (map.dataset['map'] ?? '').split(' ');
  const designs = (map.dataset['designs'] ?? '').split(' ');
  const title = map.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'title'));
  const cellAt = (event: MouseEvent) => {
    const { left, top, width, height } = map.getBoundingClientRect();
    const rule = rules[Math.floor(((event.clientX - left) / width) * rules.length)];
    const design = designs[Math.floor(((event.clientY - top) / height) * designs.length)];
    return rule === undefined || design === undefined ? undefined : { rule, design };
  };
  map.addEventListener('mousemove', (event) => {
    const cell = cellAt(event);
    if (cell !== undefined) title.textContent = `${cell.rule} on ${cell.design}`;
  });
  map.addEventListener('click', (event) => {
    const cell = cellAt(event);
    if (cell !== undefined) location.assign(new URL(`r/${cell.rule}/#on-${cell.design}`, baseUrl()));
  });
}
