import { z } from 'zod';

/** Every problem code of the API, with its status and title. Stable: programs match on the code (ux reference 4.10 and 11). */
export const problems = {
  malformed: { status: 400, title: 'The request could not be read' },
  idempotency_key_missing: { status: 400, title: 'This call needs an Idempotency-Key' },
  not_signed_in: { status: 401, title: 'Sign in first' },
  sign_in_failed: { status: 401, title: 'That e-mail and password do not match' },
  forbidden: { status: 403, title: 'You need another permission' },
  fresh_proof_needed: { status: 403, title: 'Confirm that it is you' },
  foreign_origin: { status: 403, title: 'The request came from another site' },
  write_switched_off: { status: 403, title: 'Writing is switched off for this connection' },
  request_timeout: { status: 408, title: 'The request did not arrive in time' },
  not_found: { status: 404, title: 'There is nothing here' },
  conflict: { status: 409, title: 'Something else happened first' },
  duplicate: { status: 409, title: 'This is already here' },
  plan_stale: { status: 409, title: 'Something changed since the preview' },
  plan_not_applicable: { status: 409, title: 'This plan cannot be applied now' },
  plan_not_undoable: { status: 409, title: 'This plan cannot be undone' },
  approval_needed: { status: 409, title: 'A second person has to approve this' },
  period_closed: { status: 409, title: 'This month is signed off' },
  period_not_ready: { status: 409, title: 'A check of this month is not met' },
  setup_gate: { status: 409, title: 'A step of the set-up comes first' },
  idempotency_in_progress: { status: 409, title: 'The same call is still running' },
  data_stale: { status: 409, title: 'The compared data are too old' },
  link_used: { status: 409, title: 'This link works once' },
  link_over: { status: 410, title: 'This link has ended' },
  precondition_failed: { status: 412, title: 'Somebody changed this since you looked' },
  too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'Send JSON' },
  invalid: { status: 422, title: 'Some fields are not right' },
  invalid_cursor: { status: 422, title: 'This page no longer exists' },
  idempotency_key_reused: { status: 422, title: 'This Idempotency-Key was used for another request' },
  connection_wrong_tenant: { status: 422, title: 'That account belongs to another organisation' },
  connection_identity_fixed: { status: 422, title: 'A connection never changes the account it belongs to' },
  mapping_target_missing: { status: 422, title: 'The mapping points to something that does not exist' },
  file_unusable: { status: 422, title: 'This file cannot be used' },
  nothing_to_correct: { status: 422, title: 'There is nothing that can be corrected here' },
  rate_limited: { status: 429, title: 'Too many calls' },
  locked_out: { status: 429, title: 'Too many failed tries' },
  headers_too_large: { status: 431, title: 'The headers of the request are too large' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  remote_unavailable: { status: 502, title: 'The other system does not answer' },
  remote_refused: { status: 502, title: 'The other system refused' },
  writing_held: { status: 503, title: 'Writing to other systems is held' },
  database_unavailable: { status: 503, title: 'The database does not answer' },
  overloaded: { status: 503, title: 'Too busy just now' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;
export const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

/** RFC 9457 problem details with our code. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    /** What, why, in plain words. */
    detail: z.string(),
    instance: z.string().optional(),
    code: z.enum(problemCodes),
    requestId: z.string(),
    retryable: z.boolean(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
    /** What to do next. */
    remediation: z.object({ text: z.string(), url: z.string().optional() }).optional(),
    upstream: z
      .object({
        system: z.string(),
        status: z.number().int().optional(),
        code: z.string().optional(),
        correlationId: z.string().optional(),
      })
      .optional(),
    /** `plan_stale`: the id of the fresh plan. */
    planId: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'What did not happen, why, and what to do' });
export type Problem = z.infer<typeof Problem>;
