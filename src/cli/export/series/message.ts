import { readFileSync } from 'node:fs';
import path from 'node:path';
import { wrap } from '../../../spec/kit/wrap.ts';
import { reproducerText } from './reproducer.ts';

const COLUMNS = 72;

/** What a patch says besides its difference. */
interface Message {
  readonly subject: string;
  /** Paragraphs, of at most 72 columns. */
  readonly body: string;
  /** `Fixes:` and its like. */
  readonly tags: readonly string[];
}

/** Reads series/NAME/message.txt: the subject, a blank line, paragraphs, a blank line, tags where there are some. */
export function readMessage(folder: string): Message {
  const [subject, ...rest] = readFileSync(path.join(folder, 'message.txt'), 'utf8').trim().split('\n\n');
  const last = rest.at(-1) ?? '';
  const tags = /^[A-Z][a-z-]+: /.test(last) ? last.split('\n') : [];
  return { subject, body: (tags.length > 0 ? rest.slice(0, -1) : rest).join('\n\n'), tags };
}

/** What a patch of the series is put together from. */
interface PatchOf {
  readonly message: Message;
  /** `2/6`; empty for a patch alone. */
  readonly number: string;
  /** `Some Body <some.body@example.com>`. */
  readonly author: string;
  readonly trailers: readonly string[];
  readonly rules: readonly string[];
  readonly cost: string | undefined;
  /** The text of the semantic patch, without its SPDX line. */
  readonly cocci: string;
  readonly diff: string;
  /** `7.3.4`. */
  readonly version: string;
  /** The commit that the tree is at, where it is a git tree. */
  readonly base: string | undefined;
}

/**
 * A patch as `git am` takes it and `git format-patch` writes it, without a date. What the changelog says of the origin is
 * what Documentation/process/generated-content.rst asks for; what was not tested, maintainer-kvm-x86.rst.
 */
export function patchText(of: PatchOf): string {
  const { message, number, author, trailers, rules, cost, cocci, diff, version, base } = of;
  const paragraph = (text: string): string => wrap(text, COLUMNS).join('\n');
  return `${[
    'From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001',
    `From: ${author}`,
    `Subject: [PATCH${number === '' ? '' : ` ${number}`}] ${message.subject}`,
    '',
    message.body,
    ...(cost === undefined ? [] : ['', paragraph(`What it costs: ${cost}`)]),
    '',
    paragraph(reproducerText(rules)),
    '',
    paragraph('Written with Coccinelle, by the semantic patch below the cut, and long lines broken.'),
    '',
    ...message.tags,
    ...trailers,
    `Signed-off-by: ${author}`,
    '---',
    paragraph(`Rules of LBR Contract: ${rules.join(', ')}. Made for Linux ${version}.`),
    '',
    ...cocci
      .trim()
      .split('\n')
      .map((line) => (line === '' ? '' : `  ${line}`)),
    '',
    diff.trimEnd(),
    '',
    ...(base === undefined ? [] : [`base-commit: ${base}`]),
    '-- ',
    'lbr-contract',
  ].join('\n')}\n`;
}
