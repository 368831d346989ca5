import { z } from 'zod';
import { DifferenceState } from '../model/difference.ts';
import { idSchema } from '../model/ids.ts';
import { Money } from '../model/money.ts';
import { DifferenceTab, GroupBy } from '../model/worklist.ts';
import { DifferenceSelection, differenceFilter } from './difference-filter.ts';
import { calendarDate, instant } from './page.ts';
import { acceptFields, DifferenceDetail, muteFields, PersonRef, reopenFields } from './reconciliation.ts';
import { route } from './route.ts';

const params = z.object({ id: idSchema('difference') });
const reads = { tag: 'Reconciliation', may: 'reconciliation:read', tenantScope: 'rows' } as const;
const proposes = { tag: 'Reconciliation', may: 'corrections:propose', tenantScope: 'rows' } as const;

/** Sums by currency; what recurs each month and what moved once are never added. */
const sums = {
  count: z.number().int(),
  monthly: z.array(Money),
  once: z.array(Money),
};
const costsLeftOut = z.boolean().meta({ description: 'Sums are without differences whose money is a cost: the caller may not see it' });

const { state: _, ...filterOfTabs } = differenceFilter;

export const countDifferences = route({
  id: 'countDifferences',
  method: 'GET',
  path: '/differences/counts',
  summary: 'How many differences are to do, waiting, resolved and dismissed, with their money',
  ...reads,
  query: z.strictObject(filterOfTabs),
  status: 200,
  reply: z.object({ tabs: z.record(DifferenceTab, z.object(sums)), costsLeftOut }).meta({ id: 'DifferenceCounts' }),
});

export const DifferenceGroup = z
  .object({
    /** What the filter of the same name takes: narrowed by it, the list shows exactly these. */
    key: z.string(),
    label: z.string(),
    ...sums,
  })
  .meta({ id: 'DifferenceGroup' });

export const listDifferenceGroups = route({
  id: 'listDifferenceGroups',
  method: 'GET',
  path: '/difference-groups',
  summary: 'Differences gathered by customer, cause, product, kind, owner or action, dearest first',
  ...reads,
  query: z.strictObject({
    by: GroupBy,
    limit: z.coerce.number().int().min(1).max(500).optional().meta({ description: 'Groups at most; 200 if left out' }),
    ...differenceFilter,
  }),
  status: 200,
  reply: z.object({
    data: z.array(DifferenceGroup),
    /** Groups there are; more than `data` when the limit cut them. */
    groups: z.number().int(),
    costsLeftOut,
  }),
});

const tag = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^,]+$/, 'has no comma');

export const changeDifference = route({
  id: 'changeDifference',
  method: 'PATCH',
  path: '/differences/{id}',
  summary: 'Say who works on a difference, until when, and how it is tagged',
  ...proposes,
  params,
  body: z.strictObject({
    /** null: nobody any more. */
    ownerId: idSchema('person').nullable().optional(),
    dueOn: calendarDate.nullable().optional(),
    tags: z.array(tag).max(20).optional(),
    version: z.int32(),
  }),
  status: 200,
  reply: DifferenceDetail,
  problems: ['precondition_failed'],
});

export const listAssignees = route({
  id: 'listAssignees',
  method: 'GET',
  path: '/assignees',
  summary: 'Who can be given a difference to work on',
  tag: 'Reconciliation',
  may: 'reconciliation:read',
  tenantScope: 'installation',
  status: 200,
  reply: z.object({ data: z.array(PersonRef) }),
});

export const Note = z.object({ id: z.string(), text: z.string(), author: z.string(), at: instant }).meta({ id: 'Note' });

export const listNotes = route({
  id: 'listNotes',
  method: 'GET',
  path: '/differences/{id}/notes',
  summary: 'What people wrote on a difference, oldest first',
  ...reads,
  params,
  status: 200,
  reply: z.object({ data: z.array(Note) }),
});

export const addNote = route({
  id: 'addNote',
  method: 'POST',
  path: '/differences/{id}/notes',
  summary: 'Write a note on a difference',
  ...proposes,
  params,
  body: z.strictObject({ text: z.string().trim().min(1).max(4_000) }),
  status: 201,
  reply: Note,
});

export const listDifferenceEvents = route({
  id: 'listDifferenceEvents',
  method: 'GET',
  path: '/differences/{id}/events',
  summary: 'What was decided and changed on a difference, by whom and why, newest first',
  ...reads,
  params,
  status: 200,
  reply: z.object({
    data: z.array(
      z
        .object({
          id: z.string(),
          /** `accept`, `mute`, `reopen`, `changed`, `noted`, `autoAccept`, `autoReopen`. */
          action: z.string(),
          by: z.string(),
          reason: z.string().nullable(),
          before: z.record(z.string(), z.unknown()).nullable(),
          after: z.record(z.string(), z.unknown()).nullable(),
          at: instant,
        })
        .meta({ id: 'DifferenceEvent' }),
    ),
  }),
});

const decisionOfMany = z.discriminatedUnion('decision', [
  z.strictObject(acceptFields),
  z.strictObject(muteFields),
  z.strictObject(reopenFields),
]);

export const decideDifferences = route({
  id: 'decideDifferences',
  method: 'POST',
  path: '/differences/decisions',
  summary: 'Decide many differences at once: those named, or all that a filter finds',
  ...proposes,
  body: z.strictObject({
    /** Exactly these, each as it was seen; or all that the filter finds now but those left out. */
    of: z.union([
      z.strictObject({
        differences: z
          .array(z.strictObject({ id: idSchema('difference'), version: z.int32() }))
          .min(1)
          .max(1_000),
      }),
      z.strictObject({
        filter: DifferenceSelection,
        except: z.array(idSchema('difference')).max(1_000).optional(),
        /** How many the person saw; refused when there are more now. */
        expected: z.int32().min(0).optional(),
      }),
    ]),
    decide: decisionOfMany,
  }),
  idempotency: 'accepted',
  status: 200,
  reply: z
    .object({
      /** Set when there were too many to decide while you wait: the outcome of each is an item of this job. */
      jobId: z.string().nullable(),
      decided: z.number().int(),
      results: z.array(
        z
          .object({
            id: z.string(),
            outcome: z.enum(['decided', 'changedSince', 'notNow', 'absent', 'periodClosed']),
            /** As it is now. */
            state: DifferenceState.nullable(),
            version: z.int32().nullable(),
          })
          .meta({ id: 'DecisionResult' }),
      ),
    })
    .meta({ id: 'Decisions' }),
  problems: ['conflict', 'too_large'],
});
