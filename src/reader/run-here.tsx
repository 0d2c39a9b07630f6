import { RunHerePanel, type StoredVerdict } from '../components/run-here/RunHerePanel.tsx';
import { mount } from './mount.tsx';

/** Puts the running panel in the place of the button. React comes with this file, not with the page. */
export function openRunHere(button: HTMLElement): void {
  const place = button.closest<HTMLElement>('[data-run-here]');
  if (place === null) return;
  const stored = JSON.parse(place.dataset['stored'] ?? '[]') as readonly StoredVerdict[];
  const modelHash = document.querySelector<HTMLMetaElement>('meta[name="lbr-model"]')?.content ?? '';
  // The panel is React's own; the page around it stays as it is.
  const panel = document.createElement('div');
  place.after(panel);
  place.hidden = true;
  const statement =
    document.querySelector(`.rule-head[data-rule="${CSS.escape(place.dataset['runHere'] ?? '')}"] .statement`)
      ?.textContent ?? '';
  mount(
    panel,
    <RunHerePanel rule={place.dataset['runHere'] ?? ''} statement={statement} stored={stored} modelHash={modelHash} />,
  );
}
