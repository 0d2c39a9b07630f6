/** The strongest kind of run that showed the violation. Only a run on hardware shows what a processor does. */
export const GRADES = ['model', 'code', 'whole-kernel', 'hardware'] as const;
export type Grade = (typeof GRADES)[number];

/** `tool`: a program that anybody can run led to it, this one for example. `reading`: a person found it unaided. */
export const FOUND_BY = ['tool', 'reading'] as const;
type FoundBy = (typeof FOUND_BY)[number];

/** What the kernel's documents make the way of a report depend on. */
export interface Circumstances {
  /** The rule guards a security boundary. */
  readonly boundary: boolean;
  /** A kernel that is still maintained violates it. */
  readonly maintained: boolean;
  readonly grade: Grade;
  readonly foundBy: FoundBy;
}

/** The ways that a report can go. */
export const EXITS = {
  public: 'a public bug report, with the reproducer',
  'public-without-reproducer': 'a public bug report; the reproducer only to maintainers who ask',
  private: 'a private report to the maintainers and security@kernel.org',
} as const;
type Exit = keyof typeof EXITS;

/** One reason for an exit: words of a document of the kernel, of Linux 7.3. */
interface Reason {
  readonly exit: Exit;
  /** File below Documentation/process, and the section by name. */
  readonly document: string;
  readonly quote: string;
  readonly because: string;
}

interface Row extends Reason {
  readonly applies: (circumstances: Circumstances) => boolean;
}

/** In the order of precedence: the first that applies decides. Never empty for any circumstances. */
const TABLE: readonly Row[] = [
  {
    exit: 'public',
    applies: ({ boundary }) => !boundary,
    document: 'security-bugs.rst, "What qualifies as a security bug"',
    quote: 'It is important that most bugs are handled publicly',
    because: 'the rule guards no security boundary',
  },
  {
    exit: 'public',
    applies: ({ maintained }) => !maintained,
    document: 'threat-model.rst, "Configuration"',
    quote: 'it must be demonstrated that it affects actively maintained versions',
    because: 'no kernel that is still maintained violates it',
  },
  {
    exit: 'public-without-reproducer',
    applies: ({ foundBy }) => foundBy === 'tool',
    document: 'security-bugs.rst, "Identifying contacts"',
    quote: 'result of a widely available automated vulnerability scanning tool that can be repeated by anyone',
    because:
      'a program that anybody can run finds it, so it counts as public; for finds with AI tools, which count as public too, security-bugs.rst asks not to share a reproducer',
  },
  {
    exit: 'public',
    applies: ({ grade }) => grade !== 'hardware',
    document: 'threat-model.rst, "Out of production use"',
    quote: 'problems seen only under development simulators, emulators',
    because: 'no run on hardware has shown it',
  },
  {
    exit: 'private',
    applies: ({ boundary, grade }) => boundary && grade === 'hardware',
    document: 'maintainer-kvm-x86.rst, "Vulnerabilities"',
    quote: 'follow the protocol for securitybugs if you suspect a bug can lead to an escape, data leak, etc.',
    because: 'a run on hardware shows that it crosses a security boundary',
  },
];

/** Every reason that applies, the deciding one first. Source: Documentation/process of Linux 7.3. */
export function reasonsFor(circumstances: Circumstances): readonly Reason[] {
  return TABLE.filter(({ applies }) => applies(circumstances)).map(({ exit, document, quote, because }) => ({
    exit,
    document,
    quote,
    because,
  }));
}

/** Said under every decision, as the document says it of every doubt. */
export const WHEN_UNSURE = 'If you are unsure whether an issue qualifies, err on the side of reporting privately';
