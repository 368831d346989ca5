import { type Charge, chargesOf, ionCharged } from '../world/distributors2/charges.ts';
import type { IonCustomer, IonSubscription } from '../world/types.ts';
import type { World } from '../world/world.ts';

export type Line = { readonly customer: IonCustomer | undefined; readonly row: IonSubscription; readonly charge: Charge };

/** What is charged from one instant to another, subscription by subscription. */
export const linesBetween = (world: World, fromMs: number, toMs: number, customerId?: string): readonly Line[] =>
  (customerId === undefined ? world.tables.ionSubscriptions.all() : world.tables.ionSubscriptions.by('customerId', customerId)).flatMap(
    (row) =>
      chargesOf(ionCharged(row), fromMs, toMs).map((charge) => ({ customer: world.tables.ionCustomers.get(row.customerId), row, charge })),
  );

export const quoted = (cells: readonly (string | number)[]): string =>
  cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',');
