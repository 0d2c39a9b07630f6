/** What a line is that shows no event. */
type UnknownLine =
  /** It could be what is left of an event. */
  | 'damaged'
  /** A reader says that lines are left out here. */
  | 'elided'
  /** A sentence of a reader, a rule of dashes, carets under what matters. */
  | 'prose';

/** Words of event lines: a line that has one is not prose. */
const SIGNS =
  /\b(?:write_msr|read_msr|rdpmc|kvm_\w+|sched_switch|sched_migrate\w*|nmi_handler|sys_(?:enter|exit)\w*|\w+_(?:entry|exit))\b|\bmsr_(?:read|write)|\bvalue\b|\b(?:prev|next)_\w+|==>|\bvcpu\b|\breason\b|\brip\b|\binfo[12]?\b|\berror_code\b|#GP|\[\d+\]|\d\.\d{3,9}:|\b0x|-\d/i;
const ELLIPSIS = /\.\.\.|…/;
const LEFT_OUT =
  /\b(?:snip\w*|skip\w*|omit\w*|truncat\w*|elid\w*|delet\w*|remov\w*|cut|lines?|events?|later|etc|and so on|repeat\w*|loops?|more|again and again|times|goes on|missing)\b/i;
const SMALL_WORDS =
  /\b(?:the|a|an|is|are|of|to|and|in|it|its|this|that|here|there|we|was|with|on|for|at|by|from|now|then|after|before)\b/gi;
/** A task name and its columns are wider, or have digits. */
const TASK_WIDTH = 16;

/** Tells what a line is that no reader of events understands; `text` is cleaned. Only what cannot be an event is prose. */
export function unknownLine(text: string): UnknownLine {
  const said = text.trim();
  const letters = said.replace(/[^\p{L}\p{N}]/gu, '');
  if (/^-+ ?(?:8<|>8|✂)/.test(said)) return 'elided';
  if (letters === '') {
    if (ELLIPSIS.test(said) || said === '--') return 'elided';
    return said.length > 3 ? 'prose' : 'damaged';
  }
  if (
    /^[<[({~.…\s-]*(?:snip\w*|skip\w*|cut|omitted|truncated|lines? (?:removed|omitted|deleted))[\])}>~.…\s-]*$/i.test(
      said,
    )
  )
    return 'elided';
  if (SIGNS.test(said)) return 'damaged';
  const words = said.match(/\p{L}{2,}/gu) ?? [];
  const sentence = words.length >= 4 && (said.match(SMALL_WORDS)?.length ?? 0) >= 2;
  // What is left of an event line that was cut begins with blanks, or is short.
  const noTask = said.length > TASK_WIDTH || !/^\s/.test(text);
  const withoutDigits = !/\d/.test(said) && words.length >= 3 && noTask;
  if (!sentence && !withoutDigits) return 'damaged';
  return LEFT_OUT.test(said) || /^(?:\[?\.\.\.\]?|…)\s/.test(said) ? 'elided' : 'prose';
}

/** Text that cannot be the last of an event line. */
const WANTS =
  /(?:[=,:(]|\b(?:info[12]?|rip|reason|address|error_code|intr_info(?:_err)?|int_info(?:_err)?|gpa|gva|val|at|from|to))$/;
/** A word that is more than a number. */
const WORD = /[g-z[(]|0x/i;
/** Two words, or one in brackets: no task name is that, and no number. */
const WORDS = /^(?:\[[a-z]+\]|[a-z]+ [a-z ]+)$/i;
/** Events that rules need: what is a whole one of them is known, and nothing follows it. */
const NEEDED =
  /\b(?:write_msr|read_msr|kvm_msr|kvm_entry|kvm_exit|sched_switch|sched_migrate_task|kvm_userspace_exit|nmi_handler):/;

/** Whether a line is the wrapped end of the event line `before`: nothing but what is missing there, or words. */
export function isWrappedEnd(before: string, text: string): boolean {
  if (text === '' || /^\s/.test(text) || ELLIPSIS.test(text)) return false;
  if (/\b(?:write_msr|read_msr|kvm_msr|kvm_entry|kvm_exit|sched_switch)\b|\[\d{3,}\]|\d\.\d{3,9}:/.test(text))
    return false;
  const said = before.trimEnd();
  if (WANTS.test(said)) return true;
  if (NEEDED.test(before) || !WORD.test(text)) return false;
  // format=flowed leaves the space at which it wraps.
  if (said.length < before.length) return !/\bvalue\b|\bmsr_/.test(text);
  const word = /^\S+/.exec(text)?.[0] ?? '';
  return WORDS.test(text) && said.length + 1 + word.length > NARROW && said.length < WIDE;
}

/** Mail programs wrap between these columns. */
const NARROW = 64;
const WIDE = 100;
