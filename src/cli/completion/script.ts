import { designs } from '../../spec/designs/index.ts';
import { ruleTexts } from '../../spec/rules/index.ts';

export const SHELLS = ['bash', 'zsh'] as const;
type Shell = (typeof SHELLS)[number];

/** The options that a help text lists, `--help` included. */
const optionsIn = (usage: string): string[] => [
  ...new Set([...usage.matchAll(/--[a-z][a-z-]*/g)].map(([option]) => option)),
  '--help',
];

/** The words that a command takes in the place of its first argument, as its help text has them: `a|b|c`. */
const wordsIn = (usage: string): string[] =>
  /^\s*usage: lbr-contract \S+ \[?([a-z]+(?:\|[a-z]+)+)/.exec(usage)?.[1].split('|') ?? [];

/** A script that completes the commands of `usages`, by name with their help texts. zsh runs the one of bash. */
export function completionScript(shell: Shell, usages: Readonly<Record<string, string>>): string {
  const cases = Object.entries(usages).map(
    ([name, usage]) => `    ${name}) words="${[...wordsIn(usage), ...optionsIn(usage)].join(' ')}" ;;`,
  );
  const bash = `_lbr_contract() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  local rules="${ruleTexts.map(({ id }) => id).join(' ')}"
  local designs="${designs.map(({ name }) => name).join(' ')}"
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in rule|cite) words="$words $rules" ;; esac
  case "$previous" in
    --rule) words="$rules" ;;
    --design) words="$designs" ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="${Object.keys(usages).join(' ')} --help --version"; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _lbr_contract lbr-contract
`;
  return shell === 'bash' ? bash : `autoload -U +X bashcompinit && bashcompinit\n${bash}`;
}
