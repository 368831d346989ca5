import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { QualificationRow } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { type Fields, readBody, textOf, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call, callRoute } from '../call.ts';
import type { KnownCustomer } from '../customers/find.ts';
import { trail } from '../customers/trail.ts';
import { withCustomer } from '../customers/with.ts';
import { wireInstant } from '../dates.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { validationCodes } from '../validations/routes.ts';
import { type Qualified, qualificationsOf, vettingMs } from './state.ts';

const base = '/v1/customers/{customerId}';
const view = { audience: 'app', right: 'view' } as const;
const sell = { audience: 'user', right: 'sell' } as const;

const writable = ['Education', 'GovernmentCommunityCloud', 'StateOwnedEntity'] as const;
type Writable = (typeof writable)[number];

/** State-owned entities are not reviewed; the time of the review is told while it runs, and always for the government cloud. */
const answer = ({ qualification, vettingStatus, reason, createdAt }: Qualified) => {
  if (qualification === 'StateOwnedEntity') return { qualification };
  const at = wireInstant(createdAt);
  return {
    qualification,
    vettingStatus,
    ...(reason === undefined ? {} : { vettingReason: reason }),
    ...(vettingStatus === 'Approved'
      ? qualification === 'GovernmentCommunityCloud'
        ? { vettingCreateDate: at }
        : {}
      : { vettingCreatedDate: at }),
  };
};

/** A bare list. A customer of no special kind is None, as the enumeration says. */
function list({ world }: Call, { customer }: KnownCustomer): RemoteAnswer {
  const found = qualificationsOf(world, customer).map(answer);
  return json(200, found.length === 0 ? [{ qualification: 'None', vettingStatus: 'Approved' }] : found);
}

function create(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const body = readBody(call.request.body);
  if (body === undefined) return refuse(800002);
  const qualification = writable.find((one) => one.toLowerCase() === wordOf(body, 'qualification').toLowerCase());
  if (qualification === undefined) return { ...refuse(3000), data: ['Qualification'] };
  const row = keep(call, known, qualification, body);
  if (isRefusal(row)) return row;
  const [now] = qualificationsOf(call.world, known.customer).filter((one) => one.qualification === qualification);
  return json(201, { qualification, vettingStatus: now?.vettingStatus ?? 'InReview', vettingCreateDate: wireInstant(row.createdAt) });
}

function keep(call: Call, { customer }: KnownCustomer, qualification: Writable, body: Fields): QualificationRow | Refusal {
  const wrong = wrongPlace(call, qualification, body);
  if (wrong !== undefined) return { ...refuse(3000), data: [wrong] };
  const present = qualificationsOf(call.world, customer);
  const running = call.world.tables.qualifications.get(`${customer.id}:${qualification}`);
  // What is in review or approved stays as it is.
  if (running !== undefined && present.some((one) => one.qualification === qualification && one.vettingStatus !== 'Denied')) return running;
  const website = textOf(body, 'website');
  const row: QualificationRow = {
    id: `${customer.id}:${qualification}`,
    customerId: customer.id,
    qualification,
    ...(qualification === 'Education' ? { educationSegment: wordOf(body, 'educationSegment') } : {}),
    ...(website === undefined ? {} : { website }),
    ...(qualification === 'GovernmentCommunityCloud' ? { validationCode: wordOf(body, 'validationCode') } : {}),
    createdAt: call.world.now(),
    ...(vettingMs(call.world, qualification) === 0 ? { decided: 'Approved' } : {}),
  };
  call.world.apply({
    kind: 'customer.qualificationAsked',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: customer.id },
    changes: [
      put('qualifications', row),
      trail(call, {
        customer,
        resourceId: customer.id,
        resourceType: 'customer',
        operationType: 'update_customer_qualification',
        new: { qualification },
      }),
    ],
  });
  return row;
}

function wrongPlace(call: Call, qualification: Writable, body: Fields): string | undefined {
  if (qualification === 'Education') {
    return ['k12', 'highereducation'].includes(wordOf(body, 'educationSegment').toLowerCase()) ? undefined : 'EducationSegment';
  }
  if (qualification === 'StateOwnedEntity') return undefined;
  const code = validationCodes(call.world, call.account).find(({ validationId }) => validationId === wordOf(body, 'validationCode'));
  return code !== undefined && code.remainingCreates > 0 ? undefined : 'ValidationCode';
}

/** The older, synchronous way: one word. */
const current = (call: Call, { customer }: KnownCustomer): RemoteAnswer => {
  const found = qualificationsOf(call.world, customer).find(({ vettingStatus }) => vettingStatus === 'Approved');
  return json(200, found?.qualification ?? 'None');
};

function setOne(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const sent = bareWord(call.request.body) ?? wordOf(readBody(call.request.body), 'qualification');
  const qualification = writable.find((one) => one.toLowerCase() === sent.toLowerCase());
  if (qualification === undefined) return { ...refuse(3000), data: ['Qualification'] };
  const code = call.request.query.get('code') ?? '';
  const fields: Fields = new Map([
    ['educationsegment', 'K12'],
    ['validationcode', code],
  ]);
  const row = keep(call, known, qualification, fields);
  return isRefusal(row) ? row : json(200, qualification);
}

function bareWord(body: string): string | undefined {
  const found = /^\s*"(\w+)"\s*$/.exec(body);
  return found?.[1];
}

export const qualificationRoutes: readonly Route[] = [
  callRoute('GET', `${base}/qualifications`, view, withCustomer(list)),
  callRoute('POST', `${base}/qualifications`, sell, withCustomer(create)),
  callRoute('GET', `${base}/qualification`, view, withCustomer(current)),
  callRoute('PUT', `${base}/qualification`, sell, withCustomer(setOne)),
];
