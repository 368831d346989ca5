import { expect, test } from 'vitest';
import { Fault } from '../../lib/errors.ts';
import { explainDatabase, isDuplicate, sqlState } from './explain-database.ts';

const withCode = (code: string, more: object = {}): Error => Object.assign(new Error('as the driver says'), { code, ...more });

test.each([
  ['53100', 'disk_full', 'retryable'],
  ['25006', 'database_read_only', 'retryable'],
  ['53300', 'database_busy', 'retryable'],
  ['57014', 'database_busy', 'retryable'],
  ['57P01', 'database_down', 'retryable'],
  ['57P03', 'database_down', 'retryable'],
  ['ECONNREFUSED', 'database_down', 'retryable'],
  ['28P01', 'database_refused', 'needs_operator'],
  ['3D000', 'database_refused', 'needs_operator'],
])('%s is told as %s with what happens next', (code, told, kind) => {
  const cause = withCode(code);
  const fault = explainDatabase(cause);

  expect(fault).toMatchObject({ code: told, kind, cause });
  expect((fault as Fault).facts.hint).toMatch(/\.$/);
});

test('a connection that broke without a code is the database being down', () => {
  expect(explainDatabase(new Error('Connection terminated unexpectedly'))).toMatchObject({ code: 'database_down' });
});

test('a pool whose connections all stay in use is busy, not away', () => {
  expect(explainDatabase(new Error('timeout exceeded when trying to connect'))).toMatchObject({ code: 'database_busy', kind: 'retryable' });
});

test('what only the caller can judge stays what it was', () => {
  const duplicate = withCode('23505', { constraint: 'connection_name_key' });

  expect(explainDatabase(duplicate)).toBe(duplicate);
  expect(isDuplicate(duplicate)).toBe(true);
  expect(isDuplicate(duplicate, 'connection_name_key')).toBe(true);
  expect(isDuplicate(duplicate, 'connection_kind_identity_key')).toBe(false);
  expect(isDuplicate(withCode('40001'))).toBe(false);
});

test('a fault is not explained twice, and its SQLSTATE is still found', () => {
  const fault = explainDatabase(withCode('53100'));

  expect(explainDatabase(fault)).toBe(fault);
  expect(sqlState(fault)).toBe('53100');
  expect(sqlState('text')).toBeUndefined();
});
