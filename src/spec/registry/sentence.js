/** A sentence without what carries no meaning: white space, and the backticks that mark code. */
export function normalizeSentence(sentence) {
    return sentence.normalize('NFC').replaceAll('`', '').replace(/\s+/g, ' ').trim();
}
