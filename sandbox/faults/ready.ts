import type { z } from 'zod';
import type { FaultInput } from './read-rules.ts';

/** Faults that a trainer adds with one button. The name says what the people at the screen will see. */
export type ReadyFault = { readonly name: string; readonly rule: z.input<typeof FaultInput> };

const partnerCenter = { remote: 'partner-center' } as const;

export const readyFaults: readonly ReadyFault[] = [
  {
    name: 'Partner Center answers 503 five times',
    rule: { match: partnerCenter, do: { status: 503, headers: { 'retry-after': '2' } }, times: 5 },
  },
  {
    name: 'Partner Center asks to wait (429) ten times',
    rule: { match: partnerCenter, do: { status: 429, headers: { 'retry-after': '5' } }, times: 10 },
  },
  { name: 'Partner Center is slow: 3 seconds a call', rule: { match: partnerCenter, do: { delayBefore: 3000 } } },
  {
    name: 'One call in ten to Partner Center breaks off',
    rule: { match: { ...partnerCenter, probability: 0.1 }, do: { resetBefore: true } },
  },
  {
    name: 'The next seat change is done, but nobody hears of it',
    rule: {
      match: { ...partnerCenter, method: 'PATCH', pathTemplate: '/v1/customers/{customerId}/subscriptions/{subscriptionId}' },
      do: { resetAfterProcessing: true },
      times: 1,
    },
  },
  {
    name: 'The next order is carried out ten seconds late',
    rule: {
      match: { ...partnerCenter, method: 'POST', pathTemplate: '/v1/customers/{customerId}/carts/{cartId}/checkout' },
      do: { processLater: 10_000 },
      times: 1,
    },
  },
  {
    name: 'Lists of Partner Center lose their first item',
    rule: { match: { ...partnerCenter, method: 'GET' }, do: { bodyMutation: 'dropItem' }, times: 3 },
  },
  {
    name: 'A status nobody knows appears',
    rule: { match: { ...partnerCenter, method: 'GET' }, do: { bodyMutation: 'unknownEnum' }, times: 3 },
  },
  { name: 'Names carry scripts and formulas', rule: { match: { method: 'GET' }, do: { bodyMutation: 'hostileText' }, times: 20 } },
  { name: 'Sign-in fails three times', rule: { match: { remote: 'entra', method: 'POST' }, do: { status: 500 }, times: 3 } },
  { name: 'Graph never answers', rule: { match: { remote: 'graph' }, do: { neverAnswer: true } } },
  { name: 'Pax8 answers 500', rule: { match: { remote: 'pax8' }, do: { status: 500 } } },
  { name: 'Pax8 answers half of each body', rule: { match: { remote: 'pax8', method: 'GET' }, do: { bodyMutation: 'truncate' } } },
  {
    name: 'ConnectWise does the next write, but nobody hears of it',
    rule: {
      match: { remote: 'connectwise', method: 'PATCH', pathTemplate: '/v4_6_release/*' },
      do: { resetAfterProcessing: true },
      times: 1,
    },
  },
  { name: 'ConnectWise refuses the key (401)', rule: { match: { remote: 'connectwise' }, do: { status: 401 } } },
  { name: 'Everything drips at 200 bytes a second', rule: { match: {}, do: { dripBytesPerSecond: 200 } } },
];
