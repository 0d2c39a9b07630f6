// The configuration fragment against what make has made of it: allnoconfig drops in silence what it cannot have.

/** Options below this line need not be there. */
const OPTIONAL = /^# Where the version has it:$/m;

/** Options of the fragment that a .config does not have as they are asked for. */
export function lackingOptions(fragment: string, config: string): string[] {
  const [required = ''] = fragment.split(OPTIONAL);
  const found = new Set(config.split('\n'));
  return required.split('\n').filter((line) => line.startsWith('CONFIG_') && !found.has(line));
}
