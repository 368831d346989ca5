import { publicId } from '../../model/ids.ts';
import { proofOf } from '../../model/registration.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { hashToken } from '../people/index.ts';
import { type Registration, readRegistration } from './store.ts';

/** A registration by its link; undefined when there is none. */
export const lookAtRegistration = (context: Context, token: string): Promise<Registration | undefined> =>
  inScope(context.db, everything, (tx) => readRegistration(tx, { tokenHash: hashToken(token) }));

type Proof =
  | { readonly status: 'looked'; readonly registration: Registration }
  | { readonly status: 'refused'; readonly because: 'not_found' | 'no_answer' };

/** Looks for the TXT record. Once proved it stays so: records are taken away again. Nothing is open in the database while names are looked up. */
export async function proveDomain(context: Context, by: { readonly id: string } | { readonly token: string }): Promise<Proof> {
  const key = 'token' in by ? { tokenHash: hashToken(by.token) } : by;
  const before = await inScope(context.db, everything, (tx) => readRegistration(tx, key));
  if (before === undefined) return { status: 'refused', because: 'not_found' };
  if (before.provedAt !== null) return { status: 'looked', registration: before };
  const { name, value } = proofOf(before.domain, before.challenge);
  const texts = await context.txtRecords(name);
  if (texts === undefined) return { status: 'refused', because: 'no_answer' };
  const isProved = texts.includes(value);
  const now = context.clock.now();
  return inScope(context.db, everything, async (tx): Promise<Proof> => {
    await tx
      .updateTable('registration')
      .set({ checked_at: now, changed_at: now, ...(isProved && { proved_at: now }) })
      .where('registration_id', '=', before.registrationId)
      .execute();
    if (isProved)
      await record(tx, context, {
        action: 'registration.domainProved',
        object: publicId('registration', before.registrationId),
        after: { domain: before.domain },
      });
    const registration = await readRegistration(tx, key);
    return registration === undefined ? { status: 'refused', because: 'not_found' } : { status: 'looked', registration };
  });
}
