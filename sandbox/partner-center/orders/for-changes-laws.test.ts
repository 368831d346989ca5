import fc from 'fast-check';
import { expect, test } from 'vitest';
import { account, lived, move } from '../../ledger/a-life.ts';
import { linesOf } from '../../ledger/lines.ts';
import type { ChargeLine } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';
import { ordersOf } from './find.ts';

const months = ['2026-10', '2026-11', '2026-12', '2027-01', '2027-02', '2027-03'];

const turn = (world: World, forChanges: boolean): void => {
  const value = { ...world.switch('orders'), forChanges };
  world.apply({
    kind: 'test',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    changes: [put('switches', { id: 'orders', value })],
  });
};

const seatLines = (world: World): ChargeLine[] =>
  months.flatMap((month) => [...linesOf(world, account, month)]).filter((line) => world.tables.subscriptions.get(line.subscriptionId));

const wordOf: Readonly<Partial<Record<ChargeLine['chargeType'], string>>> = {
  addQuantity: 'addQuantity',
  removeQuantity: 'removeQuantity',
  renew: 'renew',
  cancelImmediate: 'cancel',
};

test('whatever happened, the order that a line names is listed, and a line of a change names one of its own', () => {
  fc.assert(
    fc.property(fc.array(move, { minLength: 3, maxLength: 14 }), (moves) => {
      const world = lived(moves);
      turn(world, true);
      for (const line of seatLines(world)) {
        const order = ordersOf(world, account, line.customerId).find(({ id }) => id === line.orderId);
        const own = order?.lines.find(({ subscriptionId }) => subscriptionId === line.subscriptionId);
        expect(own?.subscriptionId, `${line.id} ${line.orderId}`).toBe(line.subscriptionId);
        const word = wordOf[line.chargeType];
        if (word !== undefined) expect(own?.transactionType).toBe(word);
      }
      turn(world, false);
      for (const line of seatLines(world)) expect(line.orderId).toBe(world.tables.subscriptions.get(line.subscriptionId)?.orderId);
    }),
    { numRuns: 25 },
  );
});
