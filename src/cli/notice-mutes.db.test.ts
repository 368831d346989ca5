import { expect, test } from 'vitest';
import { anEstate, customerId, marketplaceId } from '../../test/support/compared-estate.ts';
import { aKeyOf, aPersonOf } from '../../test/support/make.ts';
import { runConcord } from '../../test/support/run-concord.ts';
import { aServer } from '../../test/support/serve.ts';
import { aWritablePsa } from '../../test/support/writable-psa.ts';
import { publicId } from '../model/ids.ts';
import { Permission } from '../model/person.ts';
import { exitCodes } from './output.ts';

const psa = aWritablePsa();
const { context, url } = await aServer({ openRemote: () => psa });
const { personId } = await aPersonOf(context, 'owner');
const token = await aKeyOf(context, personId, Permission.options);
await anEstate(context, psa, [{ n: 1 }]);
const [customer, connection] = [publicId('customer', customerId(1)), publicId('connection', marketplaceId)];

const notices = (...args: readonly string[]) => runConcord(['notices', ...args], { CONCORD_URL: url, CONCORD_TOKEN: token });
const muted = async (): Promise<unknown> => JSON.parse((await notices('muted', '--json')).out) as unknown;

test('a customer is muted for a week, a connection for one event until somebody unmutes it', async () => {
  const { code, out } = await notices('mute', customer, '--for', 'week');
  expect([code, out]).toEqual([0, expect.stringContaining(`concord notices unmute ${customer}`) as string]);
  expect(await notices('mute', connection, '--event', 'connection.needs_attention', '--for', 'ever')).toMatchObject({ code: 0 });

  expect(await muted()).toHaveLength(2);
  expect(await muted()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        object: expect.objectContaining({ id: customer }) as object,
        event: null,
        until: context.clock.now().add({ hours: 168 }).toString(),
      }),
      expect.objectContaining({
        object: expect.objectContaining({ id: connection }) as object,
        event: 'connection.needs_attention',
        until: null,
      }),
    ]) as unknown[],
  );
  const { out: table } = await notices('muted');
  expect(table.split('\n')[0]).toMatch(/^WHAT\s+EVENT\s+CHANNEL\s+UNTIL\s+BY\s+ID$/);
  expect(table).toContain(`Customer 1 ${customer}`);
});

test('it is told again once it is unmuted, and what is not muted cannot be', async () => {
  expect(await notices('unmute', customer)).toMatchObject({ code: 0, out: expect.stringMatching(/unmuted\s+1/) as string });
  expect(await muted()).toHaveLength(1);

  const { code, err } = await notices('unmute', customer);
  expect([code, err]).toEqual([exitCodes.notFound, expect.stringContaining('concord notices muted lists what is') as string]);
});

test.each([
  [['--for', 'month'], '--for is day, week, ever.'],
  [['--event', 'customer.sneezed'], '--event is one of '],
])('a length or an event that is none is refused by its name (%s)', async (flags, sentence) => {
  const { code, err } = await notices('mute', customer, ...flags);
  expect([code, err]).toEqual([exitCodes.usage, expect.stringContaining(sentence) as string]);
  expect(await muted()).toHaveLength(1);
});
