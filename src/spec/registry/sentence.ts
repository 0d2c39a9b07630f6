/** SHA-256 in hexadecimal; given by the caller, as Node and the browser have different ones. */
export type Sha256 = (text: string) => string;

/** A sentence without what carries no meaning: white space, and the backticks that mark code. */
export function normalizeSentence(sentence: string): string {
  return sentence.normalize('NFC').replaceAll('`', '').replace(/\s+/g, ' ').trim();
}
