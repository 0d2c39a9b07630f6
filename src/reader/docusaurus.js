import { attachActions } from './actions.ts';
import { attachKeys } from './keys.ts';
// Pages that keep the framework (and all pages in `docusaurus start`): React attaches its own timelines, the rest is
// listeners on the document, which outlive a change of page.
if (typeof document !== 'undefined') {
    attachActions(document);
    attachKeys(document);
}
