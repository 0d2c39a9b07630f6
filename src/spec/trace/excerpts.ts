import type { Listed } from './results.ts';
import type { TraceEvent } from './read/events.ts';
import { LINES_AFTER, lineText } from './window.ts';

/** The windows of violations that still take lines of their CPU. */
export class Excerpts {
  #open: { readonly listed: Listed; left: number }[] = [];

  get anyOpen(): boolean {
    return this.#open.length > 0;
  }

  /** Opens the window of a violation; `before` are the lines of its CPU so far, its own included. */
  open(listed: Listed, before: Listed['excerpt']): void {
    listed.excerpt.push(...before);
    this.#open.push({ listed, left: LINES_AFTER });
  }

  /** Adds the line to the windows of violations on the same CPU. */
  extend(event: TraceEvent, bytes: Uint8Array): void {
    for (const open of this.#open) {
      if (open.listed.violation.cpu !== event.cpu) continue;
      open.listed.excerpt.push({ line: event.line, text: lineText(bytes, event.start, event.end) });
      open.left--;
    }
    this.#open = this.#open.filter((open) => open.left > 0);
  }
}
