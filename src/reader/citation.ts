const WIDTH = 75;

/** What the cite button copies: ID and revision, the sentence quoted, the permalink; plain text of at most 75 columns. */
export function citation({ rule = '', revision = '', statement = '' }: DOMStringMap): string {
  return `[${rule} r${revision}]\n${quote(statement.replaceAll('`', ''))}\n${new URL(`r/${rule}/`, baseUrl()).href}\n`;
}

/** The root of the site, from the page itself. */
export function baseUrl(): string {
  const base = document.querySelector<HTMLMetaElement>('meta[name="lbr-base"]')?.content ?? '/';
  return new URL(base, location.href).href;
}

function quote(text: string): string {
  const lines: string[] = [];
  let line = '>';
  for (const word of text.split(/\s+/)) {
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '>';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}
