const NEWLINE = 10;
const EQUALS = 61;
const CARRIAGE_RETURN = 13;

/** A line as its author wrote it: quoted-printable is undone. */
export interface LogicalLine {
  readonly text: string;
  /** Where the next one starts. */
  readonly next: number;
  /** Lines of the input that it consists of. */
  readonly lines: number;
}

const MOST_JOINED = 64;
const decoder = new TextDecoder();
const latin1 = new TextDecoder('latin1');

/** What the headers of a mail or mbox say of the lines below them. */
export class MailMode {
  /** Lines are quoted-printable. */
  quoted = false;
  #inHeader = false;
  #lines = 0;

  /** The line that starts at `from`; undefined where more text must come first. Text up to `limit` consists of whole lines. */
  line(bytes: Uint8Array, from: number, limit: number, final: boolean): LogicalLine | undefined {
    let at = from;
    let text = '';
    for (let lines = 1; ; lines++) {
      if (at >= limit) {
        if (!final || lines === 1) return undefined;
        return { text: unquoted(text), next: at, lines: lines - 1 };
      }
      const end = bytes.indexOf(NEWLINE, at);
      const last = end > at && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
      if (!this.quoted) return { text: decode(bytes.subarray(at, last)), next: end + 1, lines };
      const soft = last > at && bytes[last - 1] === EQUALS;
      text += latin1.decode(bytes.subarray(at, soft ? last - 1 : last));
      at = end + 1;
      if (!soft || lines === MOST_JOINED) return { text: unquoted(text), next: at, lines };
    }
  }

  /** Whether the line is a header of a mail, or the line that begins one in an mbox. `first`: nothing came before it. */
  isHeader(text: string, first: boolean): boolean {
    if (BEGINS_MAIL.test(text)) {
      this.#inHeader = true;
      this.quoted = false;
      this.#lines = 0;
      return true;
    }
    if (first && BEGINS_HEADER.test(text)) this.#inHeader = true;
    if (!this.#inHeader && !ENCODING.test(text)) return false;
    const encoding = ENCODING.exec(text);
    if (encoding) this.quoted = encoding[1].toLowerCase() === 'quoted-printable';
    if (text === '') this.#inHeader = false;
    // A header that never ends is none.
    if (this.#inHeader && ++this.#lines > MOST_HEADERS) this.#inHeader = false;
    return true;
  }

  /** Whether a mail of an mbox begins here. */
  static begins(text: string): boolean {
    return BEGINS_MAIL.test(text);
  }
}

const MOST_HEADERS = 200;
const BEGINS_MAIL = /^From \S+ .*\d{4}$/;
const BEGINS_HEADER = /^(?:from|to|subject|date|message-id|received|return-path|mime-version|content-type):/i;
const ENCODING = /^content-transfer-encoding:\s*(\S+)\s*$/i;

/** UTF-8, or, where it is none, one byte per letter. */
function decode(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  return text.includes('\ufffd') ? latin1.decode(bytes) : text;
}

function unquoted(text: string): string {
  if (!/=[0-9A-F]{2}/i.test(text)) return text;
  const plain = text.replace(/=([0-9A-F]{2})/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return decode(Uint8Array.from(plain, (letter) => letter.charCodeAt(0)));
}
