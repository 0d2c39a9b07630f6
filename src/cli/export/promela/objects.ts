/** Numbers for what only exists at translation time: objects of the design and the instance, and names. */
export class Objects {
  readonly #ids = new Map<unknown, number>();
  readonly #all: unknown[] = [];
  readonly #properties = new Set<string>();

  /** Number of an object or a name. */
  id(value: unknown): number {
    const known = this.#ids.get(value);
    if (known !== undefined) return known;
    this.#ids.set(value, this.#all.length);
    return this.#all.push(value) - 1;
  }

  /** A number, truth value, name or undefined as a C integer. Throws for anything else. */
  constant(value: unknown): string {
    switch (typeof value) {
      case 'number':
        return String(value);
      case 'boolean':
        return value ? '1' : '0';
      case 'string':
        return String(this.id(value));
      case 'undefined':
        return '-1';
      default:
        throw new TypeError(`no C constant for ${String(value)}`);
    }
  }

  /** C for a property of an object that is known by number. */
  property(c: string, name: string): string {
    this.#properties.add(name);
    return `property_${name}[${c}]`;
  }

  /** Declarations of the tables that `property` uses. */
  tables(): string[] {
    return [...this.#properties].map((name) => {
      const entries = this.#all.map((value) => {
        const entry = value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : -1;
        return typeof entry === 'object' && entry !== null ? this.id(entry) : this.constant(entry);
      });
      return `static const int property_${name}[] = { ${entries.join(', ')} };`;
    });
  }
}
