import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ruleId } from '../../../src/spec/kit/rule.ts';
import { cite, citeForms, type Citable } from '../../../src/spec/report/cite.ts';
import { lint, type KnownRule } from '../../../src/cli/lint/lint.ts';

const rules: readonly KnownRule[] = [
  { id: 'LBR-OWN-1', revision: 1 },
  { id: 'LBR-OWN-3', revision: 2, sentences: ['perf must ask.', 'perf must ask KVM.'] },
  { id: 'LBR-DBG-20', revision: 1 },
  { id: 'LBR-DBG-2', revision: 1, replacedBy: ['LBR-DBG-20'] },
  { id: 'LBR-DBG-4', revision: 1, replacedBy: [] },
];

const findings = (text: string): string[] =>
  lint(text, rules).findings.map(({ line, message }) => `${line}: ${message}`);

test('a text that cites rules as they are is clean', () => {
  const text = 'breaks LBR-OWN-1, and LBR-OWN-3 r2.\n\nContract: LBR-DBG-20 r1 ("Title")\n';
  expect(lint(text, rules)).toEqual({ findings: [], cited: ['LBR-OWN-1', 'LBR-OWN-3', 'LBR-DBG-20'] });
});

test('lower case is taken as what it means', () => {
  expect(lint('lbr-own-3 and Lbr-Own-1\n', rules)).toEqual({ findings: [], cited: ['LBR-OWN-3', 'LBR-OWN-1'] });
});

test('unknown IDs come with their line and a hint', () => {
  expect(findings('one\nsee LBR-OWN-4 and lbr-own-3\n')).toEqual([
    '2: unknown rule LBR-OWN-4; did you mean LBR-OWN-1?',
  ]);
  expect(findings('LBR-OWM-3')).toEqual(['1: unknown rule LBR-OWM-3; did you mean LBR-OWN-3?']);
});

test('retired rules name what replaced them', () => {
  expect(findings('LBR-DBG-2\nLBR-DBG-4')).toEqual([
    '1: LBR-DBG-2 is retired, replaced by LBR-DBG-20',
    '2: LBR-DBG-4 is retired',
  ]);
});

test('a revision beside the ID is compared', () => {
  expect(findings('LBR-OWN-3 (r1)\nLBR-OWN-3 r1, LBR Contract 0.1.0:\nLBR-OWN-3 r7\nLBR-OWN-3, r1')).toEqual([
    '1: LBR-OWN-3 r1 is outdated, r2 is current',
    '2: LBR-OWN-3 r1 is outdated, r2 is current',
    '3: LBR-OWN-3 has no r7; did you mean r2?',
    '4: LBR-OWN-3 r1 is outdated, r2 is current',
  ]);
});

test('words that only look alike are left alone', () => {
  expect(findings('LBR-based, LBR-32, LBR-STACK-SIZE-4, X-LBR-OWN-9, arch-lbr-v2, LBR-OWN-9.5')).toEqual([]);
});

const patch = `From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: A <a@b.example>
Subject: [PATCH] KVM: x86: Keep LBR-OWN-9

LBR-OWN-1 wants it.
---
 a.c | 2 +-

diff --git a/a.c b/a.c
--- a/a.c
+++ b/a.c
@@ -1,3 +1,3 @@
 /* LBR-OWN-5 stays */
-/* LBR-OWN-6 goes */
+/* LBR-OWN-7 comes */
 int a;
--
2.47.0
`;

test('a patch is read where its author can still change it: not on removed lines and those around', () => {
  expect(lint(patch, rules).findings.map(({ line }) => line)).toEqual([3, 15]);
});

test('an mbox with an encoded mail is decoded, line numbers kept', () => {
  const mbox = [
    'From a@b.example Mon Jan  5 10:00:00 2026',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'It breaks LBR-=',
    'OWN-8 =3D bad',
    'From c@d.example Mon Jan  5 10:00:00 2026',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('hello\nLBR-OWN-12\n').toString('base64'),
  ].join('\n');
  expect(findings(mbox)).toEqual([
    '4: unknown rule LBR-OWN-8; did you mean LBR-OWN-1?',
    '9: unknown rule LBR-OWN-12; did you mean LBR-OWN-1?',
  ]);
});

test('a patch in a quoted-printable part: only a boundary that was announced ends it', () => {
  const mail = [
    'From: A <a@b.example>',
    'Subject: =?UTF-8?q?K=C3=A4fer_in_LBR-OWN-9?=',
    'Content-Type: multipart/mixed;',
    ' boundary="==part"',
    '',
    '--==part',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'K=C3=A4fer',
    '---',
    '--- a/a.c',
    '+++ b/a.c',
    '@@ -1 +1 @@',
    '-/* LBR-OWN-6 */',
    '+/* LBR-OW=',
    'N-8 */',
    '--==part--',
    'LBR-OWN-7',
  ];
  expect(lint(mail.join('\r\n'), rules).findings.map(({ line }) => line)).toEqual([2, 15, 18]);
});

test('an ID that a mailer broke at a hyphen, quoted or not, is one ID', () => {
  expect(findings('> see LBR-OWN-\n> 1, and LBR-\nOWN-9')).toEqual([
    '2: unknown rule LBR-OWN-9; did you mean LBR-OWN-1?',
  ]);
  expect(findings('LBR-OWN-1/LBR-OWN-3, _LBR-OWN-1_, **LBR-DBG-20**: "LBR-OWN-1\'s" (LBR-OWN-3).')).toEqual([]);
});

test('the sentence that is quoted is compared, whatever the quote marks and line breaks', () => {
  const quoted = (sentence: string): string =>
    `> > LBR-OWN-3, LBR Contract 0.1.0:\n> >   "perf must\n> >   ${sentence}"\n`;
  expect(findings(quoted('ask.'))).toEqual(['1: LBR-OWN-3 is quoted as of r1, r2 is current']);
  expect(findings(quoted('ask KVM.'))).toEqual([]);
  expect(findings('LBR-OWN-3: "perf must ask" is too much')).toEqual([]);
  expect(findings('> **[LBR-OWN-3](https://lbr.example/r/LBR-OWN-3)** r1: perf must ask.')).toEqual([
    '1: LBR-OWN-3 r1 is outdated, r2 is current',
  ]);
  expect(findings('LBR-OWN-3 rev 1, LBR-OWN-3 (revision 1)')).toHaveLength(2);
});

test('what cite prints is clean, in every form', () => {
  const rule: Citable = { id: ruleId('LBR-OWN-3'), revision: 2, title: 'Ask', statement: 'perf must ask KVM.' };
  for (const form of citeForms) expect(findings(cite(rule, form, { version: '0.1.0' })), form).toEqual([]);
});

test('whatever the text around it, a known ID is never reported', () => {
  const around = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '>', '-', '+', '@', '.', ',', '(', ')') });
  fc.assert(
    fc.property(around, around, (before, after) => {
      expect(findings(`${before} LBR-OWN-1 ${after}`)).toEqual([]);
    }),
  );
});
