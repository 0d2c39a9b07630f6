/** A line of a patch, with its number from 1 on. */
interface Line {
  readonly number: number;
  readonly text: string;
}

/** The parts of a patch in mail format that rules speak of. */
export interface Patch {
  readonly headers: readonly Line[];
  /** Without `[PATCH 2/6]`. */
  readonly subject: Line;
  /** The changelog, trailers excluded. */
  readonly changelog: readonly Line[];
  readonly trailers: readonly Line[];
  /** Between the cut and the difference: git drops it. */
  readonly notes: readonly Line[];
  /** Lines that the difference adds, without their `+`, and the file of each. */
  readonly added: readonly (Line & { readonly file: string })[];
  readonly files: readonly string[];
  /** Everything behind the difference, for base-commit. */
  readonly text: string;
}

const TRAILER = /^[A-Z][A-Za-z-]+: \S/;

/** Reads a patch as git format-patch writes it; undefined for text that has no subject or no difference. */
export function readPatch(text: string): Patch | undefined {
  const lines = text.split('\n').map((line, index): Line => ({ number: index + 1, text: line }));
  const headersEnd = lines.findIndex((line) => line.text === '');
  const diffStart = lines.findIndex((line) => line.text.startsWith('diff --git ') || line.text.startsWith('--- a/'));
  if (headersEnd < 1 || diffStart < 0) return undefined;
  const headers = unfolded(lines.slice(0, headersEnd));
  const subject = headers.find((line) => /^Subject: /i.test(line.text));
  if (subject === undefined) return undefined;
  const message = lines.slice(headersEnd + 1, diffStart);
  const cut = message.findIndex((line) => line.text === '---');
  const body = cut < 0 ? message : message.slice(0, cut);
  const last = body.findLastIndex((line) => line.text === '' || (!TRAILER.test(line.text) && line.text.trim() !== ''));
  const trailers = body.slice(last + 1).filter((line) => TRAILER.test(line.text));
  const added = addedLines(lines.slice(diffStart));
  return {
    headers,
    subject: { ...subject, text: subject.text.replace(/^Subject: /i, '').replace(/^(\[[^\]]*\] *)+/, '') },
    changelog: body.slice(0, last + 1),
    trailers: trailers,
    notes: cut < 0 ? [] : message.slice(cut + 1),
    added,
    files: [...text.matchAll(/^diff --git a\/(\S+)/gm)].map(([, file]) => file),
    text,
  };
}

/** A header goes on in lines that begin with a space. */
function unfolded(lines: readonly Line[]): Line[] {
  const headers: Line[] = [];
  for (const line of lines) {
    const before = headers.at(-1);
    if (before !== undefined && /^[ \t]/.test(line.text)) {
      headers[headers.length - 1] = { ...before, text: `${before.text} ${line.text.trim()}` };
    } else headers.push(line);
  }
  return headers;
}

function addedLines(lines: readonly Line[]): (Line & { file: string })[] {
  let file = '';
  return lines.flatMap(({ number, text }) => {
    const path = /^\+\+\+ (?:b\/)?(\S+)/.exec(text)?.[1];
    if (path !== undefined) {
      file = path;
      return [];
    }
    return text.startsWith('+') ? [{ number, text: text.slice(1), file }] : [];
  });
}
