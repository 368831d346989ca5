import type { z } from 'zod';
import * as contract from '../contract/worklist.ts';
import type { Decided } from '../features/reconciliation/index.ts';
import {
  addNote,
  changeDifference,
  countDifferences,
  decideMany,
  type Group,
  groupDifferences,
  listAssignees,
  listDifferenceEvents,
  listNotes,
  type Note,
  type Sums,
} from '../features/worklist/index.ts';
import { publicId } from '../model/ids.ts';
import type { GroupBy } from '../model/worklist.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';
import { shownDetail } from './show-difference.ts';

const noDifference = refuse('not_found', 'There is no difference with this id.');
const usualGroups = 200;

export const worklistRoutes: readonly Mounted[] = [
  handle(contract.countDifferences, async ({ context, query }) => {
    const { tabs, costsLeftOut } = await countDifferences(context, query);
    const { todo, waiting, resolved, dismissed, all } = tabs;
    return good({
      tabs: {
        todo: shownSums(todo),
        waiting: shownSums(waiting),
        resolved: shownSums(resolved),
        dismissed: shownSums(dismissed),
        all: shownSums(all),
      },
      costsLeftOut,
    });
  }),
  handle(contract.listDifferenceGroups, async ({ context, query }) => {
    const { by, limit = usualGroups, ...filter } = query;
    const { rows, ...more } = await groupDifferences(context, { by, filter, limit });
    return good({ data: rows.map((row) => shownGroup(by, row)), ...more });
  }),
  handle(contract.changeDifference, async ({ context, params, body }) => {
    const outcome = await changeDifference(context, params.id, body);
    switch (outcome.status) {
      case 'changed':
        return good(shownDetail(outcome.difference, context.clock.now()));
      case 'absent':
        return noDifference;
      case 'changed_since':
        return refuse('precondition_failed', 'Somebody changed this difference since you looked.', { hint: 'Look at it again.' });
      case 'no_such_person':
        return refuse('invalid', 'There is nobody with this id who works on differences.', {
          errors: [{ pointer: '/ownerId', code: 'unknown_person', detail: 'is nobody who works on differences' }],
          hint: 'GET /assignees names who does.',
        });
    }
  }),
  handle(contract.listAssignees, async ({ context }) =>
    good({ data: (await listAssignees(context)).map(({ personId, name }) => ({ personId: publicId('person', personId), name })) }),
  ),
  handle(contract.listNotes, async ({ context, params }) => {
    const notes = await listNotes(context, params.id);
    return notes === undefined ? noDifference : good({ data: notes.map(shownNote) });
  }),
  handle(contract.addNote, async ({ context, params, body }) => {
    const note = await addNote(context, params.id, body.text);
    return note === undefined ? noDifference : good(shownNote(note));
  }),
  handle(contract.listDifferenceEvents, async ({ context, params }) => {
    const events = await listDifferenceEvents(context, params.id);
    if (events === undefined) return noDifference;
    return good({
      data: events.map((row) => ({
        id: publicId('event', row.eventId),
        action: row.action.replace(/^difference\./, ''),
        by: row.actor,
        reason: row.reason,
        before: fieldsOf(row.before),
        after: fieldsOf(row.after),
        at: row.at.toString(),
      })),
    });
  }),
  handle(contract.decideDifferences, async ({ context, body }) => {
    const of =
      'filter' in body.of ? body.of : { differences: body.of.differences.map(({ id, version }) => ({ differenceId: id, version })) };
    const outcome = await decideMany(context, of, body.decide);
    switch (outcome.status) {
      case 'decided':
        return good({
          jobId: null,
          decided: outcome.results.filter((each) => each.outcome === 'decided').length,
          results: outcome.results.map(shownResult),
        });
      case 'started':
        return good({ jobId: publicId('job', outcome.jobId), decided: 0, results: [] });
      case 'too_many':
        return refuse('too_large', `More than ${outcome.most} differences fit.`, { hint: 'Narrow the filter and decide them in parts.' });
      case 'more_than_seen':
        return refuse('conflict', `${outcome.found} differences fit now: more than you saw. Nothing was decided.`, {
          hint: 'Look at the list again.',
        });
    }
  }),
];

const shownSums = ({ count, monthly, once }: Sums) => ({ count, monthly: [...monthly], once: [...once] });

/** Keys that are ids go out as public ids: that is what the filters take. */
const idKinds: Partial<Record<GroupBy, 'customer' | 'person'>> = { customer: 'customer', owner: 'person' };

function shownGroup(by: GroupBy, group: Group): z.input<typeof contract.DifferenceGroup> {
  const kind = idKinds[by];
  const key = kind === undefined || group.key === 'none' ? group.key : publicId(kind, group.key);
  return { key, label: group.label, ...shownSums(group) };
}

const shownNote = ({ noteId, text, author, at }: Note): z.input<typeof contract.Note> => ({
  id: publicId('note', noteId),
  text,
  author,
  at: at.toString(),
});

const shownResult = ({ differenceId, outcome, state, version }: Decided) => ({
  id: publicId('difference', differenceId),
  outcome,
  state: state ?? null,
  version: version ?? null,
});

const fieldsOf = (value: unknown): Record<string, unknown> | null => (typeof value === 'object' && value !== null ? { ...value } : null);
