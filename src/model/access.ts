import { z } from 'zod';
import { lacksRequired } from './access-roles.ts';

/** GDAP in the five words of the product (product.md section 3). */
export const AccessState = z.enum(['active', 'missing', 'pending', 'expired', 'error']);
export type AccessState = z.infer<typeof AccessState>;

/** Microsoft's own words for a relationship and what each is to us (partner-center-api reference 16). A word that is not here is `error`, and kept as text. */
const stateOfRemote: Readonly<Record<string, AccessState>> = {
  created: 'pending',
  approvalpending: 'pending',
  approved: 'pending',
  activating: 'pending',
  active: 'active',
  expiring: 'expired',
  expired: 'expired',
  terminationrequested: 'expired',
  terminating: 'expired',
  terminated: 'expired',
};

/** Total: every text has a state. An active relationship still has to let a group in. */
export const accessStateOf = (remoteStatus: string): AccessState => stateOfRemote[remoteStatus.toLowerCase()] ?? 'error';

/** What predicts trouble, or says more than the state. The days to the end are counted when somebody looks. */
export const AccessFlag = z.enum(['rolesMissing', 'noGroup', 'noAutoExtend', 'several', 'statusUnknown', 'ended']);
export type AccessFlag = z.infer<typeof AccessFlag>;

/** A group of the partner that holds roles of a relationship. `status` is Microsoft's word in lower case. */
export const AccessGroup = z.object({ id: z.string(), groupId: z.string(), status: z.string(), roleIds: z.array(z.string()) });
export type AccessGroup = z.infer<typeof AccessGroup>;

/** A delegated admin relationship (Graph, `delegatedAdminRelationship`) in our words. */
export type AccessRelationship = {
  readonly remoteId: string;
  readonly customerTenantId: string | undefined;
  readonly displayName: string;
  /** Microsoft's own word, kept as text: it may grow. */
  readonly remoteStatus: string;
  readonly state: AccessState;
  readonly endsAt: Temporal.Instant | undefined;
  readonly roleIds: readonly string[];
  readonly autoExtends: boolean;
  /** ISO 8601 period, as it was asked for: `P730D`. */
  readonly duration: string | undefined;
  readonly askedAt: Temporal.Instant | undefined;
  readonly startsAt: Temporal.Instant | undefined;
  /** Undefined where nobody could tell: only active relationships are asked for theirs. */
  readonly groups: readonly AccessGroup[] | undefined;
};

/** An invitation lapses 90 days after it was made (KO gdap-faq; partner-center-api reference 16). */
export const invitationDays = 90;

/** The state that counts for a customer with several relationships: the best one that holds now; an ended `active` one is expired. */
export function bestAccess(relationships: readonly Pick<AccessRelationship, 'state' | 'endsAt'>[], now: Temporal.Instant): AccessState {
  const order: readonly AccessState[] = ['active', 'pending', 'error', 'expired', 'missing'];
  const states = relationships.map((each) =>
    each.state === 'active' && each.endsAt !== undefined && Temporal.Instant.compare(each.endsAt, now) <= 0 ? 'expired' : each.state,
  );
  return order.find((state) => states.includes(state)) ?? 'missing';
}

type Flagged = Pick<AccessRelationship, 'state' | 'endsAt' | 'remoteStatus' | 'roleIds' | 'autoExtends'> & {
  readonly groups: readonly AccessGroup[];
};

/** What to know about a customer's access besides its state, from all relationships that exist. Pure; ordered as the words are. */
export function accessFlags(relationships: readonly Flagged[], now: Temporal.Instant): readonly AccessFlag[] {
  const best = bestAccess(relationships, now);
  const good = relationships.filter((each) => bestAccess([each], now) === best);
  const isOpen = (each: Flagged): boolean => each.remoteStatus.toLowerCase() === 'active';
  const facts: Readonly<Record<AccessFlag, boolean>> = {
    rolesMissing: best === 'active' && good.every(({ roleIds }) => lacksRequired(roleIds)),
    noGroup: best === 'pending' && good.some((each) => isOpen(each) && !each.groups.some(({ status }) => status === 'active')),
    noAutoExtend: best === 'active' && good.every(({ autoExtends }) => !autoExtends),
    several: relationships.filter(({ state }) => state === 'active' || state === 'pending').length > 1,
    statusUnknown: relationships.some((each) => each.state === 'error' && !isOpen(each)),
    ended: best === 'expired' && good.some(({ remoteStatus }) => /^terminat/i.test(remoteStatus)),
  };
  return AccessFlag.options.filter((flag) => facts[flag]);
}

/** Days to the end at which people are told (partner-center-api reference 16 has 30, 7 and 1; 14 is ours). */
export const noticeDays = [30, 14, 7, 1] as const;

const dayOf = (at: Temporal.Instant): Temporal.PlainDate => at.toZonedDateTimeISO('UTC').toPlainDate();

/** Whether two instants are on one day of the calendar of ends, which is in UTC. */
export const isSameDay = (one: Temporal.Instant, other: Temporal.Instant): boolean => dayOf(one).equals(dayOf(other));

/**
 * The nearest of the notice days that is reached; undefined while none is, and when the end has passed. By days of the calendar, so that what ends on
 * one day is told on one day, and on the day of the calendar's alarm.
 */
export function noticeStepOf(endsAt: Temporal.Instant, now: Temporal.Instant): (typeof noticeDays)[number] | undefined {
  if (Temporal.Instant.compare(endsAt, now) <= 0) return undefined;
  const { days } = dayOf(now).until(dayOf(endsAt));
  return noticeDays.findLast((step) => days <= step);
}

/** Whole days to an instant, begun ones counted; undefined when it has passed or there is none. */
export function daysTo(endsAt: Temporal.Instant | null | undefined, now: Temporal.Instant): number | undefined {
  if (endsAt === null || endsAt === undefined || Temporal.Instant.compare(endsAt, now) <= 0) return undefined;
  return Math.ceil(now.until(endsAt).total('hours') / 24);
}
