import type { Line } from './line.ts';

type Encoding = 'plain' | 'quoted-printable' | 'base64';

/**
 * The lines of an mbox, a mail or a text that is none, with quoted-printable and base64 bodies decoded. Headers are read
 * up to their blank line; only a boundary that a header announced ends a part, as a patch is full of lines with dashes.
 */
export function decodeMail(rows: readonly string[]): Line[] {
  const lines: Line[] = [];
  const boundaries = new Set<string>();
  let inHeader = looksLikeHeader(rows);
  let encoding: Encoding = 'plain';
  let body: Line[] = [];
  const endPart = (): void => {
    lines.push(...decodeBody(body, encoding));
    body = [];
    encoding = 'plain';
  };
  rows.forEach((row, index) => {
    const line = { number: index + 1, text: row };
    if (/^From \S+ .*\d{4}$/.test(row) || boundaries.has(row.replace(/--$/, ''))) {
      endPart();
      if (row.startsWith('From ')) boundaries.clear();
      inHeader = true;
    } else if (!inHeader) {
      body.push(line);
    } else if (row === '') {
      inHeader = false;
    } else {
      lines.push({ ...line, text: decodeWords(row) });
      const value = /^content-transfer-encoding:\s*(quoted-printable|base64)\b/i.exec(row)?.[1].toLowerCase();
      if (value === 'quoted-printable' || value === 'base64') encoding = value;
      // The parameter can stand in a folded line.
      const boundary = /\bboundary=(?:"([^"]+)"|([^\s;]+))/i.exec(row);
      if (boundary !== null) boundaries.add(`--${boundary[1] ?? boundary[2]}`);
    }
  });
  endPart();
  return lines;
}

/** A single mail has no `From ` line before its headers. */
function looksLikeHeader(rows: readonly string[]): boolean {
  return /^(?:from|to|subject|date|message-id|received|return-path|mime-version|content-type):/i.test(rows[0] ?? '');
}

function decodeBody(lines: readonly Line[], encoding: Encoding): readonly Line[] {
  if (encoding === 'plain' || lines.length === 0) return lines;
  return encoding === 'base64' ? decodeBase64(lines) : decodeQuotedPrintable(lines);
}

/** A line that is wrapped with `=` keeps the number of its first part. */
function decodeQuotedPrintable(lines: readonly Line[]): Line[] {
  const joined: Line[] = [];
  let open: Line | undefined;
  for (const { number, text } of lines) {
    const wrapped = /=\s*$/.test(text);
    const whole: Line = { number: open?.number ?? number, text: (open?.text ?? '') + text.replace(/=\s*$/, '') };
    open = wrapped ? whole : undefined;
    if (!wrapped) joined.push(whole);
  }
  return [...joined, ...(open === undefined ? [] : [open])].map(({ number, text }) => ({
    number,
    text: unescapeBytes(text, /=([0-9A-F]{2})/gi),
  }));
}

/** The lines of a base64 part do not map to lines of the file: all are reported at the first line of the part. */
function decodeBase64(lines: readonly Line[]): Line[] {
  const text = Buffer.from(lines.map((line) => line.text).join(''), 'base64').toString('utf8');
  return text.split(/\r?\n/).map((row) => ({ number: lines[0].number, text: row }));
}

/** `=?UTF-8?Q?...?=` and `=?UTF-8?B?...?=` in a subject. */
function decodeWords(row: string): string {
  return row.replace(/=\?[\w-]+\?([QB])\?([^?]*)\?=/gi, (_word, kind: string, text: string) =>
    kind.toUpperCase() === 'B'
      ? Buffer.from(text, 'base64').toString('utf8')
      : unescapeBytes(text.replaceAll('_', ' '), /=([0-9A-F]{2})/gi),
  );
}

function unescapeBytes(text: string, escape: RegExp): string {
  const bytes = text.replace(escape, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  // Not everything is escaped: what is not a byte string is left as it stands.
  return /[\u0100-\uffff]/.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}
