import { publicId } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { hashToken, makeToken } from '../people/index.ts';
import { isOpen } from './opening.ts';

type RegistrationWish = {
  readonly company: string;
  readonly domain: string;
  readonly contact: string;
  readonly email: string;
  readonly country: string;
  readonly note: string;
};

export type Registered =
  /** The token is shown once; the database keeps its hash. */
  { readonly status: 'registered'; readonly token: string } | { readonly status: 'refused'; readonly because: 'closed' | 'too_many' };

/** As many wait for us at most: whoever floods the form fills no disk. */
const mostWaiting = 500;

/**
 * A company registers itself. Whoever asks learns nothing of whom we know: the answer is the same for a customer of ours, one that is expected
 * and one that nobody knows.
 */
export const register = (context: Context, wish: RegistrationWish): Promise<Registered> =>
  inScope(context.db, everything, async (tx): Promise<Registered> => {
    if (!(await isOpen(tx))) return { status: 'refused', because: 'closed' };
    const { waiting } = await tx
      .selectFrom('registration')
      .select((row) => row.fn.countAll<string>().as('waiting'))
      .where('state', '=', 'pending')
      .executeTakeFirstOrThrow();
    if (Number(waiting) >= mostWaiting) return { status: 'refused', because: 'too_many' };
    const [registrationId, token] = [context.ids(), makeToken()];
    const now = context.clock.now();
    await tx
      .insertInto('registration')
      .values({
        ...{ registration_id: registrationId, token_hash: hashToken(token), challenge: makeToken() },
        ...{ ...wish, state: 'pending', reason: '', created_at: now, changed_at: now },
      })
      .execute();
    await record(tx, context, {
      action: 'registration.received',
      object: publicId('registration', registrationId),
      after: { company: wish.company, domain: wish.domain },
    });
    return { status: 'registered', token };
  });
