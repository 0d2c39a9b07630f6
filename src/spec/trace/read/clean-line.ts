import { EVENT_NAMES } from './events.ts';

/** Escape sequences of terminals, as bytes and as some pagers print them. */
// eslint-disable-next-line no-control-regex
const COLOURS = /\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\^\[\[[0-9;]*[mK]/g;
/** Blanks that are not ASCII spaces; the first is what becomes of a no-break space that was decoded twice. */
const BLANKS = /\u00c2[\u00a0 ]|[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&gt;': '>',
  '&lt;': '<',
  '&amp;': '&',
  '&nbsp;': ' ',
  '&#32;': ' ',
};
/** Emphasis of Markdown, which a reader puts around what matters. */
const EMPHASIS = /\*\*|`/g;

/** The place that perf script -F +ip,+sym prints behind an access. */
const PLACE = /(: +(?:msr_)?(?:read|write|[\da-f]+,).*?) +[\da-f]{8,16} [A-Za-z_][\w.]*(?:\+0x[\da-f]+)?(?: \(\S+\))?$/;
/** Longer lines are no access with a place: on them the pattern would be slow. */
const LONGEST_ACCESS = 400;

/** What programs put before a line: quotes of mails, added lines of patches, logs, grep. */
const PREFIXES: readonly RegExp[] = [
  /^ *(?:[>|] ?)+/,
  /^\+(?= )/,
  // journald and syslog, the short form and ISO 8601.
  /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ [\w./-]+(?:\[\d+\])?: /,
  /^\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-][\d:]+)? \S+ [\w./-]+(?:\[\d+\])?: /,
  // dmesg, plain, with -T, with the caller, with the level in front.
  /^(?:<\d+>)?\[ *\d+\.\d{3,9}\](?:\[ *[TC]\d+\])? ?/,
  /^\[[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ [\d:]+ \d{4}\] ?/,
];
const MOST_PREFIXES = 6;
/** `grep -n`, `grep -H` and both; grep prints `-` for lines of context. */
const GREP = /^(?:([^\s:]{1,200}?)([:-]))?(\d{1,9})([:-])(?=\s)|^([^\s:]{1,200}):(?=\s)/;
/** perf script -F machine_pid: of a guest. Several recordings: of several machines. */
const OF_ANOTHER = /^(?:VM:|\S+\.dat:)/;

/** A line as its printer wrote it. */
interface CleanLine {
  readonly text: string;
  /** The file that grep names. */
  readonly file: string | undefined;
  /** The line number that grep gives. */
  readonly number: number | undefined;
}

/** Takes away what terminals, mail programs, logs and grep have added to a line. */
export function cleanLine(raw: string): CleanLine {
  let text = raw.replace(/\r$/, '');
  if (/[^\x20-\x7e]/.test(text)) text = text.replace(COLOURS, '').replace(INVISIBLE, '').replace(BLANKS, ' ');
  if (text.includes('^[[')) text = text.replace(COLOURS, '');
  if (text.includes('&')) text = text.replace(/&(?:gt|lt|amp|nbsp|#32);/g, (entity) => ENTITIES[entity] ?? entity);
  if (text.includes('**') || text.includes('`')) text = text.replace(EMPHASIS, '');
  if (text.length < LONGEST_ACCESS) text = text.replace(PLACE, '$1');
  let file: string | undefined;
  let number: number | undefined;
  for (let count = 0; count < MOST_PREFIXES; count++) {
    if (OF_ANOTHER.test(text)) break;
    const prefix = PREFIXES.find((one) => one.test(text));
    if (prefix) {
      text = text.replace(prefix, '');
      continue;
    }
    const found = file === undefined && number === undefined ? GREP.exec(text) : null;
    if (found === null || EVENT_NAMES.has(found[5])) break;
    file = found[1] ?? found[5];
    number = found[3] === undefined ? undefined : Number(found[3]);
    text = text.slice(found[0].length);
  }
  return { text: text.trimEnd(), file, number };
}
