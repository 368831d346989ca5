import { publicId } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';

export type Note = { readonly noteId: string; readonly text: string; readonly author: string; readonly at: Temporal.Instant };

/** What people wrote on a difference, oldest first; undefined when there is no such difference. */
export const listNotes = (context: Context, differenceId: string): Promise<Note[] | undefined> =>
  inScope(context.db, context.scope, async (tx) => {
    const known = await tx.selectFrom('difference').select('customer_id').where('difference_id', '=', differenceId).executeTakeFirst();
    if (known === undefined) return undefined;
    const rows = await tx
      .selectFrom('difference_note')
      .select(['note_id', 'text', 'author', 'at'])
      .where('customer_id', '=', known.customer_id)
      .where('difference_id', '=', differenceId)
      .orderBy('at')
      .orderBy('note_id')
      .execute();
    return rows.map((row) => ({ noteId: row.note_id, text: row.text, author: row.author, at: row.at }));
  });

/** Adds a note. It is about the difference, not of it: the version that others decide on stays. */
export const addNote = (context: Context, differenceId: string, text: string): Promise<Note | undefined> =>
  inScope(context.db, context.scope, async (tx) => {
    const known = await tx
      .updateTable('difference')
      .set((now) => ({ notes: now('notes', '+', 1) }))
      .where('difference_id', '=', differenceId)
      .returning(['customer_id', 'reseller_id'])
      .executeTakeFirst();
    if (known === undefined) return undefined;
    const note = { noteId: context.ids(), text, author: context.actor.name, at: context.clock.now() };
    await tx
      .insertInto('difference_note')
      .values({
        customer_id: known.customer_id,
        difference_id: differenceId,
        note_id: note.noteId,
        reseller_id: known.reseller_id,
        text,
        author_id: context.actor.personId ?? null,
        author: note.author,
        at: note.at,
      })
      .execute();
    await record(tx, context, {
      action: 'difference.noted',
      object: publicId('difference', differenceId),
      resellerId: known.reseller_id,
      after: { note: text },
    });
    return note;
  });
