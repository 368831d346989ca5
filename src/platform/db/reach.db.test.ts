import { expect, inject, test } from 'vitest';
import { within } from '../../../test/support/cluster.ts';
import { reachDatabase } from './reach.ts';

const urlOf = (database: string): string => {
  const at = within(inject('cluster').server, database);
  if ('url' in at) return at.url;
  return `postgres://${at.user}@localhost:${at.port ?? 5432}/${at.database}?host=${encodeURIComponent(at.host)}`;
};

test('a server that answers is reached', async () => {
  await expect(reachDatabase(urlOf('postgres'))).resolves.toBeUndefined();
});

test('a database that does not exist there is named', async () => {
  await expect(reachDatabase(urlOf('no_such_books'))).rejects.toMatchObject({
    code: 'database_refused',
    message: expect.stringContaining('has no database no_such_books') as string,
  });
});
