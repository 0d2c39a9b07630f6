// The text of `lbr-contract --help`: plain JavaScript, so that it is there before anything else is loaded.

/** Every command with its one line, in the order in which they are listed. */
export const summaries = {
  'check-trace': 'judge an ftrace, trace-cmd or perf script text of a real host',
  verify: 'run every rule on every design and compare with what is declared',
  campaign: 'walk at random through a large instance, for as long as wanted',
  replay: 'run a scenario and print what each step gave',
  list: 'list rules, designs or switches',
  rule: 'print a rule with its sources and verdicts',
  cite: 'print rules as text to paste into mails and commit messages',
  lint: 'check the rule IDs in patches, mails and commit messages',
  'check-patch': 'check patches against the rules of KVM x86 that a program can check',
  drift: 'compare the source anchors of the rules with a kernel tree',
  lab: 'run a scenario in a whole kernel on an emulated CPU',
  kernels: 'say which design stands for a version of Linux, and what differs',
  search: 'find rules by the words of a message, an MSR, a bit, a function',
  disclose: 'write the report of a violation, and say which way it goes',
  export: 'write the contract in another form: rules, rst, errata, promela, series, selftest',
  serve: 'serve the built site on this machine',
  completion: 'print the completion script for bash or zsh',
};

export function overview() {
  const width = Math.max(...Object.keys(summaries).map((name) => name.length));
  const lines = Object.entries(summaries).map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}`);
  return (
    'usage: lbr-contract COMMAND [OPTIONS]\n\nThe contract between KVM and perf for Last Branch Records.\n\n' +
    `${lines.join('\n')}\n\n` +
    'lbr-contract COMMAND --help tells more, lbr-contract --version the version of the contract.\n' +
    'Exit status: 0 as declared, 1 not as declared, 2 nothing judged: bad input or usage.\n'
  );
}
