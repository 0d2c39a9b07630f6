import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  answersText,
  differenceText,
  otherAnswers,
  type AnswerResults,
  type CpuSetting,
} from '../../src/spec/lab/answers.ts';

const { settings } = JSON.parse(readFileSync('lab/cpu/settings.json', 'utf8')) as { settings: readonly CpuSetting[] };
const results = JSON.parse(readFileSync('lab/answers-results.json', 'utf8')) as AnswerResults;

test('each point that the manual leaves open was run with each other answer', () => {
  const open = settings.filter(({ kind }) => kind === 'open').map(({ name }) => name);
  expect([...new Set(results.answers.map(({ name }) => name))]).toEqual(open);
  expect(results.answers.map(({ name, value }) => `${name}=${value}`)).toEqual(
    otherAnswers(settings).map(({ name, value }) => `${name}=${value}`),
  );
  expect(results.runs).toBeGreaterThan(50);
});

test('an answer changes nothing, or it is said which runs differ and in what', () => {
  const text = answersText(results);
  for (const { name, value, differs } of results.answers) {
    expect(text).toContain(differs.length === 0 ? `${name}=${value}  the same in` : `${name}=${value}  differs in`);
    for (const one of differs) expect(differenceText(one)).not.toBe('');
  }
});
