import { join } from 'node:path';
import { z } from 'zod';
import { certainties } from '../../scenario/language.ts';
import { readFileAs } from '../../scenario/library.ts';

const Where = z.strictObject({
  /** Number of the customer, from 0. */
  customer: z.number().int().min(0).optional(),
  sku: z.string().optional(),
  through: z.enum(['distributor', 'microsoft']).optional(),
  seatsAtLeast: z.number().int().min(1).optional(),
  olderThanDays: z.number().int().min(1).optional(),
  term: z.enum(['P1M', 'P1Y', 'P3Y']).optional(),
  cycle: z.enum(['monthly', 'annual', 'triennial']).optional(),
});

const expected = z.strictObject({
  kind: z.string(),
  /** In words: what happened. `{seats}` is the plant's number. */
  story: z.string(),
  /** In words: how the money a month comes about. */
  money: z.string(),
  causes: z.array(z.strictObject({ cause: z.string(), certainty: z.enum(certainties) })),
});

const seats = z.number().int().min(1);
const share = z.string().regex(/^\d+\.\d+$/);
const plant = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.strictObject({ plant: z.literal(name), where: Where.default({}), expect: expected, ...shape });

const Plant = z.discriminatedUnion('plant', [
  plant('seatsAdded', { seats, later: z.strictObject({ seats, where: Where }).optional() }),
  plant('seatsReduced', { seats }),
  plant('neverBilled', {}),
  plant('cancelledStillBilled', {}),
  plant('wrongTerm', {}),
  plant('belowCost', { share }),
  plant('duplicate', {}),
  plant('unmapped', {}),
  plant('distributorSeats', { seats }),
  plant('distributorCost', { share }),
  plant('twoAccounts', {}),
  plant('accessExpired', {}),
]);

const SampleFile = z.strictObject({ name: z.string(), about: z.string(), plants: z.array(Plant).min(1) });

export type Plant = z.output<typeof Plant>;
export type PlantOf<Name extends Plant['plant']> = Extract<Plant, { readonly plant: Name }>;
export type Where = z.output<typeof Where>;

/** What the sample estate has wrong, in the order in which it is planted. */
export const samplePlants: readonly Plant[] = readFileAs(join(import.meta.dirname, '../../scenario/sample.yaml'), SampleFile).plants;
