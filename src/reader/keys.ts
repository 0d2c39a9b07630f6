import { run } from './actions.ts';

/** `j` and `k` go from rule to rule, `/` searches, `c` cites the rule in sight, `?` tells the keys. */
export function attachKeys(root: Document): void {
  root.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    switch (event.key) {
      case 'j':
        return move(1);
      case 'k':
        return move(-1);
      case 'c':
        return citeCurrent();
      case '/':
        event.preventDefault();
        return void run('search');
      case '?':
        return void run('help');
      default:
        return undefined;
    }
  });
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog') !== null)
  );
}

/** Everything that `j` and `k` stop at: rules in a chapter, rows of the matrix. */
const stops = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-rule].rule-head, tr[data-rule]')];

/** The last stop that begins above the middle of the window. */
function current(all: readonly HTMLElement[]): number {
  const focused = all.findIndex(
    (one) => one.contains(document.activeElement) && document.activeElement !== document.body,
  );
  if (focused >= 0) return focused;
  return all.findLastIndex((one) => one.getBoundingClientRect().top < window.innerHeight / 3);
}

function move(by: number): void {
  const all = stops();
  // On the page of one rule, the next rule is the next page.
  if (all.length === 1)
    return document.querySelector<HTMLElement>(`.pager a[rel=${by > 0 ? 'next' : 'prev'}]`)?.click();
  const target = all[Math.max(0, Math.min(all.length - 1, current(all) + by))];
  if (target === undefined) return;
  target.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
  target.scrollIntoView({ block: target.tagName === 'TR' ? 'center' : 'start' });
}

function citeCurrent(): void {
  const all = stops();
  const rule = all[Math.max(0, current(all))];
  rule?.querySelector<HTMLElement>('[data-action="cite"]')?.click();
}
