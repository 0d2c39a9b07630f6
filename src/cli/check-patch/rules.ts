import type { Patch } from './patch.ts';

/** A breach of a rule, in a line of the patch. */
interface Breach {
  readonly line: number;
  /** Section of maintainer-kvm-x86.rst, by name. */
  readonly section: string;
  readonly message: string;
}

type Rule = (patch: Patch) => readonly Breach[];

const TOPICS = ['x86', 'x86/mmu', 'x86/pmu', 'x86/xen', 'selftests', 'SVM', 'nSVM', 'VMX', 'nVMX'];
const KVM_FILE = /^(?:arch\/x86\/(?:include\/asm\/)?kvm|virt\/kvm|tools\/testing\/selftests\/kvm)/;
const PRONOUN = /\b(?:I|[Ww]e|[Uu]s|[Oo]ur|[Mm]y|[Yy]ou|[Yy]our)\b/;
const NUMBERED = /\b(?:[Ss]ections?|[Cc]hapters?|[Tt]ables?|[Ff]igures?|Vol(?:ume|\.)?) +\d+[\d.A-D-]*/;
const COMMENT = /^\s*(?:\/?\*|\/\/)|\/\*/;

const ofKvm = ({ files }: Patch): boolean => files.some((file) => KVM_FILE.test(file));
const isFix = ({ subject, trailers }: Patch): boolean =>
  /\bfix(?:es)?\b/i.test(subject.text) || trailers.some(({ text }) => text.startsWith('Fixes:'));

const shortlog: Rule = ({ subject, ...rest }) => {
  const breach = (message: string): Breach => ({ line: subject.number, section: 'Shortlog', message });
  const [, topic, what] = /^(.*?): ([^:]*)$/.exec(subject.text.replace(/^KVM: /, '')) ?? [];
  const found: Breach[] = [];
  if (/^x86\/kvm\b/i.test(subject.text))
    found.push(breach('found x86/kvm, which is for Linux as a guest; expected KVM: TOPIC:'));
  else if (ofKvm({ subject, ...rest }) && !(subject.text.startsWith('KVM: ') && TOPICS.includes(topic ?? '')))
    found.push(breach(`found "${subject.text}", expected "KVM: TOPIC: ..." with TOPIC of ${TOPICS.join(', ')}`));
  const short = what ?? subject.text.replace(/^[^ ]*: /, '');
  if (/^[a-z]+ /.test(short)) found.push(breach(`found "${short.split(' ')[0]}", expected a capital letter`));
  if (/[.!]$/.test(short)) found.push(breach('found a full stop at the end, expected none'));
  if (subject.text.length > 80) found.push(breach(`found ${subject.text.length} characters, expected at most 80`));
  return found;
};

const changelog: Rule = (patch) => [
  ...(patch.changelog.every(({ text }) => text.trim() === '')
    ? [
        {
          line: patch.subject.number,
          section: 'Changelog',
          message: 'found no changelog, expected what changes, then why',
        },
      ]
    : []),
  ...patch.changelog.flatMap(({ number, text }) => {
    const pronoun = PRONOUN.exec(text)?.[0];
    return pronoun === undefined
      ? []
      : [
          {
            line: number,
            section: 'Changelog',
            message: `found "${pronoun}", expected imperative mood without pronouns`,
          },
        ];
  }),
];

const comments: Rule = ({ added }) =>
  added.flatMap(({ number, text, file }) => {
    if (!KVM_FILE.test(file) || !COMMENT.test(text)) return [];
    const pronoun = PRONOUN.exec(text)?.[0];
    return [
      ...(pronoun === undefined
        ? []
        : [
            {
              line: number,
              section: 'Comments',
              message: `found "${pronoun}", expected imperative mood without pronouns`,
            },
          ]),
      ...(/^\s*\/\*\*$/.test(text)
        ? [{ line: number, section: 'Coding Style', message: 'found a kernel-doc comment, expected a plain one' }]
        : []),
    ];
  });

const manuals: Rule = ({ changelog: told, added }) =>
  [...told, ...added.filter(({ text }) => COMMENT.test(text))].flatMap(({ number, text }) => {
    const reference = /\b(?:SDM|APM|[Mm]anual)\b/.test(text) ? NUMBERED.exec(text)?.[0] : undefined;
    return reference === undefined
      ? []
      : [
          {
            line: number,
            section: 'SDM and APM References',
            message: `found "${reference}", expected a section by name`,
          },
        ];
  });

/** Functions of the difference that the changelog names without parentheses. */
const functions: Rule = ({ changelog: told, subject, text }) => {
  const names = new Set([...text.matchAll(/\b([a-z]\w*_\w+)\(/g)].map(([, name]) => name));
  return [subject, ...told].flatMap(({ number, text: line }) =>
    [...line.matchAll(/(?<![\w>./-])([a-z]\w*_\w+)\b(?!\(|\w|\.[ch]\b|->)/g)]
      .filter(([, name]) => names.has(name))
      .map(([, name]) => ({
        line: number,
        section: 'Function References',
        message: `found "${name}", expected ${name}()`,
      })),
  );
};

const fixes: Rule = (patch) => {
  const at = patch.subject.number;
  const tags = patch.trailers.filter(({ text }) => text.startsWith('Fixes:'));
  const told = [...patch.changelog, ...patch.trailers, ...patch.notes].map(({ text }) => text).join(' ');
  return [
    ...tags
      .filter(({ text }) => !/^Fixes: [0-9a-f]{12,40} \(".+"\)$/.test(text))
      .map(({ number }) => ({ line: number, section: 'Fixes', message: 'expected Fixes: COMMIT ("TITLE")' })),
    ...(/\bfix(?:es)?\b/i.test(patch.subject.text) && tags.length === 0
      ? [{ line: at, section: 'Fixes', message: 'found a fix without a Fixes: tag' }]
      : []),
    ...(isFix(patch) && !/reproduc|selftest|kvm-unit-test|by inspection/i.test(told)
      ? [{ line: at, section: 'Bug Fixes', message: 'found no reproducer, expected one, a test, or "by inspection"' }]
      : []),
  ];
};

const testing: Rule = ({ subject, changelog: told, trailers, notes }) =>
  /\btest(?:ed|ing|s)?\b/i.test([...told, ...trailers, ...notes].map(({ text }) => text).join(' '))
    ? []
    : [{ line: subject.number, section: 'Testing', message: 'expected what was tested, or that it was not' }];

const posting: Rule = ({ headers, trailers, subject, text }) => [
  ...headers
    .filter((line) => /^In-Reply-To:/i.test(line.text))
    .map(({ number }) => ({ line: number, section: 'Links', message: 'found In-Reply-To:, expected a lore link' })),
  ...(trailers.some((line) => /^Signed-off-by: .+ <.+@.+>$/.test(line.text))
    ? []
    : [{ line: subject.number, section: 'Posting', message: 'expected Signed-off-by: NAME <ADDRESS> of a person' }]),
  ...(/^base-commit: [0-9a-f]{12,}$/m.test(text)
    ? []
    : [
        {
          line: subject.number,
          section: 'Git Base',
          message: 'found no base-commit:, expected git format-patch --base',
        },
      ]),
];

const RULES: readonly Rule[] = [shortlog, changelog, comments, manuals, functions, fixes, testing, posting];

/** Every breach of a rule that a program can check, in the order of the lines. Source: maintainer-kvm-x86.rst of Linux 7.3. */
export function breachesOf(patch: Patch): readonly Breach[] {
  return RULES.flatMap((rule) => rule(patch)).toSorted((a, b) => a.line - b.line);
}
