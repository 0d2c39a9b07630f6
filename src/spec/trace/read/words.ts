/**
 * Text of 4 to 8 bytes as two numbers, which may overlap: two comparisons tell whether it stands at a place in a line, and a
 * loop over its bytes would cost ten times that.
 */
interface Word {
  readonly first: number;
  readonly last: number;
  readonly length: number;
}

export function wordOf(text: string): Word {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length < 4 || bytes.length > 8) throw new Error(`"${text}" has ${bytes.length} bytes; expected 4 to 8`);
  const view = new DataView(bytes.buffer);
  return {
    first: view.getInt32(0, true),
    last: view.getInt32(bytes.length - 4, true),
    length: bytes.length,
  };
}

/** Whether the word stands at `at`. It may reach beyond the line: there is a newline, which no word has. */
export function standsAt(view: DataView, at: number, word: Word): boolean {
  return view.getInt32(at, true) === word.first && view.getInt32(at + word.length - 4, true) === word.last;
}
