import { z } from 'zod';
import { CauseCode, DifferenceKind, DifferenceState, Per, Period } from '../model/difference.ts';
import { idSchema } from '../model/ids.ts';
import { Direction } from '../model/worklist.ts';
import { anyOf } from './page.ts';

const person = idSchema('person');

/** `me`, `none`, or a person. */
const owner = z.union([z.enum(['me', 'none']), person]);

const common = {
  q: z.string().max(200).optional().meta({ description: 'Part of the name of a customer or product' }),
  customerId: idSchema('customer').optional(),
  owner: owner.optional().meta({ description: 'me, none, or the id of a person' }),
  product: z.string().max(500).optional().meta({ description: 'The whole name of a product' }),
  per: Per.optional().meta({ description: 'Money that recurs, or that was moved once' }),
  period: Period.optional().meta({ description: 'The month of an invoice, like 2026-10' }),
  month: Period.optional().meta({ description: 'What a month is signed off for: of its invoices, or seen in the books while it lasted' }),
  direction: Direction.optional(),
  minImpact: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,6})?$/)
    .optional()
    .meta({ description: 'Money of at least this, in either direction' }),
  causeKey: z.string().max(300).optional().meta({ description: 'Those that one fix puts right' }),
  action: z.string().max(40).optional().meta({ description: 'What would be done: an action of a correction, or none' }),
  tag: z.string().max(40).optional(),
};

/** What differences can be narrowed by in a query: of lists, counts, groups and exports alike. */
export const differenceFilter = {
  ...common,
  ids: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(idSchema('difference')).min(1).max(200))
    .optional()
    .meta({ description: 'Only these, at most 200' }),
  state: anyOf(DifferenceState),
  kind: anyOf(DifferenceKind),
  cause: anyOf(CauseCode),
};

/** The same in a body: lists of words are lists. */
export const DifferenceSelection = z
  .strictObject({
    ...common,
    state: z.array(DifferenceState).min(1).optional(),
    kind: z.array(DifferenceKind).min(1).optional(),
    cause: z.array(CauseCode).min(1).optional(),
  })
  .meta({ id: 'DifferenceSelection' });
