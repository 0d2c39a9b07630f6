import { attachApps } from './apps.ts';
import { attachActions } from './actions.ts';
import { attachKeys } from './keys.ts';

// Pages that keep the framework (and all pages in `docusaurus start`): React attaches its own timelines, the rest is
// listeners on the document, which outlive a change of page.
if (typeof document !== 'undefined') {
  // Links load pages, so the router has nothing to do when the address changes; it would stumble over a damaged one.
  addEventListener('popstate', (event) => event.stopImmediatePropagation());
  attachActions(document);
  attachKeys(document);
}

/** Called by Docusaurus when a page is drawn. */
export function onRouteDidUpdate(): void {
  attachApps(document);
}
