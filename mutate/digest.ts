/** A sum over texts that does not depend on their order; two sets of texts with one sum are taken for equal. */
export interface Digest {
  add(text: string): void;
  /** An object of numbers, flags, lists and objects. */
  addFields(object: object): void;
  text(): string;
}

export function createDigest(): Digest {
  let count = 0;
  let low = 0;
  let high = 0;
  const enter = (a: number, b: number): void => {
    count++;
    low = (low + (a ^ (b >>> 15))) >>> 0;
    high = (high + (b ^ (a >>> 13))) >>> 0;
  };
  return {
    add(text) {
      let a = 0x811c9dc5;
      let b = 0x9e3779b9;
      for (let index = 0; index < text.length; index++) {
        a = Math.imul(a ^ text.charCodeAt(index), 0x01000193);
        b = Math.imul(b ^ text.charCodeAt(index), 0x85ebca6b) + 1;
      }
      enter(a, b);
    },
    addFields(object) {
      let a = 0x811c9dc5;
      let b = 0x9e3779b9;
      const visit = (value: unknown): void => {
        if (typeof value === 'object' && value !== null) {
          for (const key in value) visit((value as Record<string, unknown>)[key]);
          return;
        }
        const number = Number(value);
        a = Math.imul(a ^ number, 0x01000193);
        b = Math.imul(b ^ number ^ (a >>> 15), 0x85ebca6b) + 1;
      };
      visit(object);
      enter(a, b);
    },
    text: () => `${count}:${low.toString(16)}${high.toString(16)}`,
  };
}
