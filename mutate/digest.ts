/** A sum over texts that does not depend on their order; two sets of texts with one sum are taken for equal. */
export interface Digest {
  add(text: string): void;
  text(): string;
}

export function createDigest(): Digest {
  let count = 0;
  let low = 0;
  let high = 0;
  return {
    add(text) {
      let a = 0x811c9dc5;
      let b = 0x9e3779b9;
      for (let index = 0; index < text.length; index++) {
        a = Math.imul(a ^ text.charCodeAt(index), 0x01000193);
        b = Math.imul(b ^ text.charCodeAt(index), 0x85ebca6b) + 1;
      }
      count++;
      low = (low + (a ^ (b >>> 15))) >>> 0;
      high = (high + (b ^ (a >>> 13))) >>> 0;
    },
    text: () => `${count}:${low.toString(16)}${high.toString(16)}`,
  };
}
