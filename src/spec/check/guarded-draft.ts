/**
 * A draft whose ignored fields throw when they are looked at during `during`, and are plain fields at all other times:
 * what holds a declaration of ignored fields against the code.
 */
export class GuardedDraft<W extends object> {
  readonly draft: W;
  #on = false;

  constructor(draft: W, ignored: readonly string[]) {
    this.draft = draft;
    this.#cover(draft, '', new Set(ignored));
  }

  /** Runs `look` with the fields covered. */
  during<T>(look: () => T): T {
    this.#on = true;
    try {
      return look();
    } finally {
      this.#on = false;
    }
  }

  #cover(part: object, at: string, ignored: ReadonlySet<string>): void {
    for (const [key, value] of Object.entries(part) as [string, unknown][]) {
      const name = `${at}.${key}`;
      if (ignored.has(key)) this.#coverField(part, key, value, name);
      else if (typeof value === 'object' && value !== null) this.#cover(value, name, ignored);
    }
  }

  #coverField(part: object, key: string, initial: unknown, name: string): void {
    let value = initial;
    Object.defineProperty(part, key, {
      get: () => {
        if (this.#on) throw new Error(`it looks at ${name.slice(1)}, which it says that it ignores`);
        return value;
      },
      set: (next: unknown) => {
        value = next;
      },
    });
  }
}
