import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NoticeEvent } from './notice.ts';
import { noticeMatters } from './notice-matter.ts';

test('the guide says of everything whether it goes through quiet hours', () => {
  const guide = readFileSync(new URL('../../docs/guides/notices.md', import.meta.url), 'utf8');
  const rows = [...guide.matchAll(/^\| (.+) \| (goes through|waits) \|$/gm)].map(([, words, how]) => [words, how]);
  const matters = Object.values(noticeMatters).map(({ words, urgent }) => [words, urgent ? 'goes through' : 'waits']);
  expect(rows.sort()).toEqual(matters.sort());
});

test('every event is told of something', () => {
  expect(new Set(Object.values(noticeMatters).map(({ event }) => event))).toEqual(new Set(NoticeEvent.options));
});
