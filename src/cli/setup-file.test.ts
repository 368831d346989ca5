import { expect, test } from 'vitest';
import { CommandError } from './command-error.ts';
import { readSetupFile } from './setup-file.ts';

const said = (text: string): string => {
  try {
    readSetupFile(text);
  } catch (error) {
    return error instanceof CommandError ? `${error.message}\n${error.why ?? ''}` : '';
  }
  return 'nothing';
};

test('a set-up file that cannot be read says in which line, and nothing of what stands there', () => {
  expect(said('confirmedBy: Ana\nconnections:\n\t- name: secret')).toContain('line 3, column 1 is indented by a tab instead of blanks');
  expect(said('confirmedBy: Ana\nconfirmedBy: secret')).toContain('line 2, column 1 names a field a second time');
  expect(said('confirmedBy: "secret')).toContain('line 1');
  expect(said('confirmedBy: Ana\n a: secret: b')).not.toContain('secret');
});

test('a set-up file that lacks a field or has one that there is not names it', () => {
  expect(said('connections: []\nsettings: { staleAfterMinuts: 5 }')).toMatch(
    /confirmedBy: It is missing\.[\s\S]*settings: There is no field "staleAfterMinuts"\./,
  );
});
