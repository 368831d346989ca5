import { describe, expect, test } from 'vitest';
import { Problem } from '../contract/problem.ts';
import { Fault } from '../lib/errors.ts';
import { refuse } from './handle.ts';
import { fromFault, fromRefusal } from './problem.ts';

const id = 'req_01JD0000000000000000000000';

describe('what a caller is told of a fault', () => {
  test('an unexpected error: that it was ours and a number to ask about, nothing of its inside', () => {
    const error = new Error('duplicate key value violates unique constraint "person_email" at /srv/concord/src/x.ts:12');

    const problem = fromFault(error, id);

    expect(problem).toEqual({
      type: '/docs/errors/internal',
      title: 'Something went wrong on our side',
      status: 500,
      detail: 'An unexpected error happened. Nothing was half-written.',
      code: 'internal',
      requestId: id,
      retryable: false,
    });
  });

  test.each([undefined, null, 'text', 42, { status: 200, code: 'fine' }])('%j thrown is an unexpected error too', (thrown) => {
    expect(fromFault(thrown, id)).toMatchObject({ status: 500, code: 'internal' });
  });

  test('a remote that refuses: which, its status and code, our words and what to do, not its body', () => {
    const fault = new Fault(
      'remote_rejected',
      'permanent',
      'ConnectWise refused the change',
      { remote: 'connectwise', status: 400, remoteCode: 'InvalidObject', hint: 'Look at the agreement.', correlationId: 'c-1' },
      new Error('body: {"secret":"s3cr3t"}'),
    );

    const problem = fromFault(fault, id);

    expect(problem).toMatchObject({
      status: 502,
      code: 'remote_refused',
      detail: 'ConnectWise refused the change',
      retryable: false,
      remediation: { text: 'Look at the agreement.' },
      upstream: { system: 'connectwise', status: 400, code: 'InvalidObject', correlationId: 'c-1' },
    });
    expect(JSON.stringify(problem)).not.toContain('s3cr3t');
  });

  test.each([
    ['database_down', 'retryable', 503, 'database_unavailable'],
    ['database_refused', 'needs_operator', 503, 'database_unavailable'],
    ['disk_full', 'needs_operator', 503, 'database_unavailable'],
    ['database_read_only', 'retryable', 503, 'database_unavailable'],
    ['database_busy', 'retryable', 503, 'overloaded'],
    ['invalid_cursor', 'permanent', 422, 'invalid_cursor'],
    ['something_of_ours', 'permanent', 500, 'internal'],
  ] as const)('our own fault %s (%s) answers %i %s', (code, kind, status, said) => {
    const problem = fromFault(new Fault(code, kind, 'In words'), id);

    expect([problem.status, problem.code, problem.retryable]).toEqual([status, said, kind === 'retryable']);
  });

  test.each([
    ['retryable', 'remote_unavailable'],
    ['needs_operator', 'remote_refused'],
    ['permanent', 'remote_refused'],
    ['unknown_outcome', 'remote_unavailable'],
  ] as const)('a fault of a remote without a reply of its own (%s) is %s', (kind, code) => {
    expect(fromFault(new Fault('remote_something', kind, 'In words', { remote: 'pax8' }), id).code).toBe(code);
  });
});

describe('what a caller is told of a refusal', () => {
  test('what, why, what to do, which fields, and the fresh plan', () => {
    const refusal = refuse('plan_stale', 'Something changed since the preview.', {
      hint: 'Look at the fresh plan.',
      planId: 'plan_1',
      errors: [{ pointer: '/x', code: 'moved', detail: 'is 22 now' }],
    });

    const problem = fromRefusal(refusal, id);

    expect(problem).toMatchObject({
      status: 409,
      code: 'plan_stale',
      title: 'Something changed since the preview',
      detail: 'Something changed since the preview.',
      remediation: { text: 'Look at the fresh plan.' },
      errors: [{ pointer: '/x', code: 'moved', detail: 'is 22 now' }],
      planId: 'plan_1',
    });
    expect(Problem.parse(problem)).toEqual(problem);
  });

  test('busy and away may be tried again, decisions may not', () => {
    expect(fromRefusal(refuse('rate_limited', ''), id).retryable).toBe(true);
    expect(fromRefusal(refuse('database_unavailable', ''), id).retryable).toBe(true);
    expect(fromRefusal(refuse('conflict', ''), id).retryable).toBe(false);
    expect(fromRefusal(refuse('not_found', ''), id).retryable).toBe(false);
  });
});
