import { expect, test } from 'vitest';
import { WireAccessAssignment, WireRelationship } from './schema.ts';
import { toAccess } from './translate.ts';

const aRelationship = (over: object = {}) => WireRelationship.parse({ id: 'r', status: 'active', ...over });
const assignments = (...states: readonly string[]) => states.map((status) => WireAccessAssignment.parse({ id: 'a', status }));

test.each([
  ['created', 'pending'],
  ['approvalPending', 'pending'],
  ['activating', 'pending'],
  ['expiring', 'expired'],
  ['terminationRequested', 'expired'],
  ['terminated', 'expired'],
  ['somethingNew', 'error'],
])('a relationship that is %s is %s', (status, state) => {
  expect(toAccess(aRelationship({ status }), undefined)).toMatchObject({ state, remoteStatus: status });
});

test('an active relationship opens the door only when a group of the partner holds its roles', () => {
  const state = (...states: readonly string[]) => toAccess(aRelationship(), assignments(...states)).state;

  expect([state('active', 'error'), state('pending'), state(), state('error', 'pending'), state('deleted')]).toEqual([
    'active',
    'pending',
    'pending',
    'error',
    'pending',
  ]);
  expect(toAccess(aRelationship(), 'failed').state).toBe('error');
});

test.each([
  ['P180D', true],
  ['PT0S', false],
  ['P0D', false],
  [undefined, false],
  ['whenever', false],
])('with automatic extension %s it extends: %s', (autoExtendDuration, extends_) => {
  expect(toAccess(aRelationship({ autoExtendDuration }), undefined).autoExtends).toBe(extends_);
});

test('nobody has accepted an invitation yet: there is no customer', () => {
  expect(toAccess(aRelationship({ status: 'created', customer: null }), undefined).customerTenantId).toBeUndefined();
});
