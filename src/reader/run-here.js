import { jsx as _jsx } from "react/jsx-runtime";
import { createRoot } from 'react-dom/client';
import { RunHerePanel } from '../components/run-here/RunHerePanel.tsx';
import { LinksContext } from '../components/site/links.tsx';
import { baseUrl } from './base-url.ts';
/** Puts the running panel in the place of the button. React comes with this file, not with the page. */
export function openRunHere(button) {
    const place = button.closest('[data-run-here]');
    if (place === null)
        return;
    const stored = JSON.parse(place.dataset['stored'] ?? '[]');
    const modelHash = document.querySelector('meta[name="lbr-model"]')?.content ?? '';
    // The panel is React's own; the page around it stays as it is.
    const panel = document.createElement('div');
    place.after(panel);
    place.hidden = true;
    createRoot(panel).render(_jsx(LinksContext, { value: { href: (path) => new URL(path.replace(/^\//, ''), baseUrl()).href, anchor: () => undefined }, children: _jsx(RunHerePanel, { rule: place.dataset['runHere'] ?? '', stored: stored, modelHash: modelHash }) }));
}
