import type { SearchEntry } from '../../src/reader/search-exact.ts';
import type { Source } from '../../src/spec/kit/source.ts';
import type { RuleData, SiteData } from './types.ts';

/** Names of MSRs that readers search by index, and indices that they search by name. */
const MSRS: Readonly<Record<string, string>> = {
  '0x1d9': 'ia32_debugctl',
  '0x1c8': 'msr_lbr_select',
  '0x1c9': 'msr_lbr_tos',
  '0x345': 'ia32_perf_capabilities',
  '0x14ce': 'ia32_lbr_ctl',
  '0x14cf': 'ia32_lbr_depth',
  '0xda0': 'ia32_xss',
};

/** What the search finds exactly: rules by ID, by the MSRs they speak of, by kernel function and commit; designs; mutants. */
export function searchIndex({ rules, designs, mutants }: SiteData): SearchEntry[] {
  return [
    ...rules.map((rule) => ({
      path: `r/${rule.id}/`,
      title: `${rule.id}: ${rule.title}`,
      note: rule.statement.replaceAll('`', ''),
      keys: keysOf(rule),
    })),
    ...designs.map(({ name, title, summary }) => ({
      path: `designs/${name}/`,
      title,
      note: summary,
      keys: [name.toLowerCase()],
    })),
    ...mutants.map(({ name, base, bug }) => ({
      path: `mutants/#${name}`,
      title: `Mutant ${name}`,
      note: `of ${base}`,
      keys: [name.toLowerCase(), ...(bug === undefined ? [] : [bug.toLowerCase()])],
    })),
  ];
}

function keysOf(rule: RuleData): string[] {
  const text = [rule.title, rule.statement, rule.rationale, rule.doesNotSay].join(' ').toLowerCase();
  const code = [
    ...text.matchAll(/\b(0x[0-9a-f]{2,5}|(?:ia32|msr)_\w+|debugctl|lbr_\w+|freeze_\w+|perf_capabilities)\b/g),
  ].map((match) => match[0]);
  const msrs = Object.entries(MSRS).flatMap(([index, name]) => {
    const short = name.replace(/^(ia32|msr)_/, '');
    return code.some((one) => one === index || one === name || one === short) ? [index, name, short] : [];
  });
  return [
    ...new Set([
      rule.id.toLowerCase(),
      rule.id.slice(4).toLowerCase(),
      ...code,
      ...msrs,
      ...rule.sources.flatMap(sourceKeys),
    ]),
  ];
}

function sourceKeys(source: Source): string[] {
  switch (source.kind) {
    case 'kernel':
      return [source.symbol.toLowerCase(), source.file.toLowerCase()];
    case 'commit':
      return [source.hash.toLowerCase()];
    case 'mail':
      return [source.messageId.toLowerCase(), source.author.toLowerCase()];
    case 'manual':
      return [];
  }
}
