import { attachTimeline } from './timeline.ts';
import { attachActions } from './actions.ts';
import { attachKeys } from './keys.ts';
/**
 * All that a reading page runs: it has no framework. Everything on the page is there without it; this adds the colour
 * switch, search, citing, keys, and the selection in timelines. Called once per page.
 */
export function enhance(root) {
    attachActions(root);
    attachKeys(root);
    for (const figure of root.querySelectorAll('[data-timeline]'))
        attachTimeline(figure);
}
