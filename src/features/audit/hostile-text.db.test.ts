import { expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record, verifyTrail } from './index.ts';

const { db } = await aDatabase();
const { context } = aContext(db);

const hostile = ['\ud800', 'cut in two \udc00', 'a\0b', '\ufeff', 'e\u0301', '🏴‍☠️', '\u2028', `"'\\`, '-0', '1e400'];

test('whatever a name or a reason holds, what is hashed is what the database gives back', async () => {
  for (const text of hostile) {
    await inScope(db, everything, (tx) =>
      record(
        tx,
        { ...context, actor: { ...context.actor, name: `Zoë ${text}` } },
        {
          action: 'difference.accepted',
          object: text,
          reason: text,
          before: { name: text },
          after: [text, { n: -0, big: 1e21, small: 1e-7 }],
        },
      ),
    );
  }

  expect(await verifyTrail(context, [])).toMatchObject({ intact: true, events: hostile.length });
});
