import { attachMatrixFilter } from './matrix-filter.ts';
import { attachVerdictMap } from './verdict-map.ts';
import { attachTimeline } from './timeline.ts';
import { attachApps } from './apps.ts';
import { attachActions } from './actions.ts';
import { attachKeys } from './keys.ts';

/**
 * All that a reading page runs: it has no framework. Everything on the page is there without it; this adds the colour
 * switch, search, citing, keys, and the selection in timelines. Called once per page.
 */
export function enhance(root: Document): void {
  attachActions(root);
  attachKeys(root);
  attachApps(root);
  for (const form of root.querySelectorAll<HTMLFormElement>('[data-matrix-filter]')) attachMatrixFilter(form);
  for (const map of root.querySelectorAll<SVGSVGElement>('[data-map]')) attachVerdictMap(map);
  for (const figure of root.querySelectorAll<HTMLElement>('[data-timeline]')) attachTimeline(figure);
}
