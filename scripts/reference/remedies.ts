import type { ProblemCode } from '../../src/contract/problem.ts';

/** Why a problem comes and what to do about it. Every code has one, or this file does not compile. */
export const remedies: Readonly<Record<ProblemCode, readonly [why: string, remedy: string]>> = {
  malformed: [
    'The body is not valid JSON, or the request is not well-formed HTTP.',
    'Correct the request. `detail` says where reading stopped, if that is known.',
  ],
  request_timeout: [
    'The request began but did not arrive whole in time. Nothing was done.',
    'Send it again. A slow network or proxy is the usual reason.',
  ],
  headers_too_large: [
    'All headers together have more than 16 KiB, usually because of cookies of other programs on the same host.',
    'Delete the cookies of this address, or send fewer and shorter headers.',
  ],
  file_unusable: [
    'The file is damaged, of another partner, or not of a known kind. Nothing of it was kept.',
    'Read the detail: it names the file and the place. Fetch the file again or choose the right connection.',
  ],
  period_closed: [
    'The month that this difference belongs to is signed off: its decisions are frozen.',
    'Reopen the month with a reason, decide, and sign it off again.',
  ],
  period_not_ready: [
    'The checklist of the month has a line that is not met, and no reason was given to close it in spite of that.',
    'Do what the checklist names, or send `reason`: it is kept with the sign-off.',
  ],
  link_used: [
    'A consent link works once, and from its first use in one browser only. Nothing was begun.',
    'Go on in the browser that began, or make a new link on the page of the connection.',
  ],
  link_over: [
    'The time of the consent link is over, or a newer link took its place. Nothing was begun.',
    'Make a new link on the page of the connection.',
  ],
  setup_gate: [
    'The set-up is not finished, and something that this step stands on is missing. Nothing was done.',
    '`errors` names each missing thing with its screen. Put it right there, or look at `GET /setup`.',
  ],
  idempotency_key_missing: [
    'This call moves money or writes to another system.',
    'Send an `Idempotency-Key` header with a new value for each new intent.',
  ],
  not_signed_in: [
    'There is no login cookie or API key, or it has ended.',
    'Sign in again, or send `Authorization: Bearer <key>`. `concord sign-in-link` makes a new one-time link.',
  ],
  sign_in_failed: [
    'The e-mail and the password do not belong together.',
    'Try again, or have a new one-time link made. The answer does not say which of the two is wrong.',
  ],
  forbidden: [
    'Your role or the scopes of your key lack the permission that `detail` names.',
    'Ask an owner for it. All roles are in [roles](roles.md).',
  ],
  fresh_proof_needed: [
    'This act needs a proof of who you are that is at most five minutes old.',
    'Type your password, or open a new one-time link. An API key cannot do this.',
  ],
  foreign_origin: [
    'The request came from another site, or its `X-Csrf-Token` is missing or old.',
    'Reload the page. Programs read the token from `GET /api/v1/me`, or use an API key.',
  ],
  write_switched_off: ['A connection starts read-only.', 'Switch writing on for this connection and this kind of action, with a reason.'],
  not_found: ['The thing does not exist, or it is outside your scope.', 'Check the id. Both cases give the same answer on purpose.'],
  conflict: [
    'Somebody or something changed the same thing at the same time.',
    'Read it again and repeat the action if it is still wanted.',
  ],
  duplicate: ['There is already one with the same name or the same identity.', 'Use the existing one, or choose another name.'],
  plan_stale: [
    'The line or the difference changed after the preview. Nothing was written.',
    'Look at the fresh plan, whose id is in `planId`, and apply that one.',
  ],
  plan_not_applicable: ['The plan has expired, was applied already or was cancelled.', 'Preview the difference again if it is still open.'],
  plan_not_undoable: [
    'The plan was not applied, the time for undo is over, or the step cannot be taken back.',
    'Make a correction in the other direction, or change it at the PSA.',
  ],
  approval_needed: ['The money of the plan is above the approval limit.', 'Another person who may apply corrections approves it.'],
  idempotency_in_progress: ['The first call with this key has not ended.', 'Wait a moment and send the same call again.'],
  data_stale: [
    'The data behind the preview are older than the setting `staleAfterMinutes` allows.',
    'Sync first (`concord sync --wait`), then preview again.',
  ],
  precondition_failed: ['The `version` you sent is not the newest.', 'Read the thing again, decide again, send the new version.'],
  too_large: ['The body is larger than the server takes.', 'Send less at once.'],
  unsupported_media_type: ['The body is not JSON.', 'Send `Content-Type: application/json`.'],
  invalid: [
    'Some fields have values that cannot be used.',
    'Correct what `errors` names: `pointer` is the field, `detail` says what is expected.',
  ],
  invalid_cursor: ['The cursor belongs to another sort or filter, or cannot be read.', 'Begin with the first page.'],
  idempotency_key_reused: ['The key came with another body before.', 'Use a new key for each new intent.'],
  connection_wrong_tenant: [
    'The sign-in works, but for another organisation than the settings name.',
    'Check the tenant id, or sign in with an account of that tenant.',
  ],
  connection_identity_fixed: [
    'A connection belongs to one account for ever, so that books never mix.',
    'Add a second connection for the other account.',
  ],
  mapping_target_missing: ['The account or service does not exist, or is no longer active.', 'Choose another target, or sync first.'],
  nothing_to_correct: [
    'No chosen difference has a correction that Concord can write.',
    'Correct it where it arises. The difference shows its cause.',
  ],
  rate_limited: ['Too many calls came from you in a short time.', 'Wait as long as `Retry-After` says.'],
  locked_out: ['Too many sign-ins failed.', 'Wait a quarter of an hour, or use a one-time link.'],
  internal: ['Concord made a mistake.', 'Try again. If it stays, report it with the `requestId`; the log holds the same id.'],
  remote_unavailable: [
    'The other system is down, too slow, or asks to wait.',
    'Nothing to do: reading goes on by itself. `upstream` names the system.',
  ],
  remote_refused: ['The other system said no: sign-in, role or content.', 'Verify the connection; each probe names its remedy.'],
  writing_held: [
    'The database does not match the epoch file of the data folder.',
    'Read [restore](../guides/back-up-and-restore.md) before anything is written.',
  ],
  database_unavailable: [
    'The database does not answer, is full or is read-only.',
    'Bring it back. Nothing is lost; calls work again by themselves.',
  ],
  overloaded: [
    'All database connections are busy, or the database worked longer on this than [`CONCORD_STATEMENT_LIMIT`](settings.md) allows.',
    'Wait as long as `Retry-After` says. If it is the same list again, ask for less: a filter, a search or a smaller page.',
  ],
};
