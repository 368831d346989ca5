import type { z } from 'zod';
import { mistakeOf, plainly } from '../../lib/field-words.ts';
import type { Answer, Call } from './call.ts';
import { RemoteError } from './fault.ts';

/** The answer by its schema. What is no JSON may be a passing trouble; JSON of another shape stays so. The raw answer is kept in any case. */
export function parseAnswer<S extends z.ZodType>(call: Call, answer: Answer, reply: S): z.infer<S> {
  let value: unknown;
  try {
    value = answer.json();
  } catch (error) {
    throw unreadable(call, answer, 'retryable', 'did not answer with JSON', error);
  }
  const parsed = reply.safeParse(value, plainly);
  if (parsed.success) return parsed.data;
  const [first = ''] = parsed.error.issues.map((issue) => mistakeOf(issue, 'the answer'));
  throw unreadable(call, answer, 'permanent', `answered in a shape that is not known: ${first}`, parsed.error);
}

const unreadable = (call: Call, answer: Answer, kind: 'retryable' | 'permanent', message: string, cause: unknown): RemoteError =>
  new RemoteError(
    'remote_unreadable',
    call.write ? 'unknown_outcome' : kind, // it was carried out, we only cannot read what came of it
    `${call.remote} ${message}`,
    {
      remote: call.remote,
      status: answer.status,
      correlationId: answer.correlationId,
      ...(answer.rawId !== undefined && { rawId: answer.rawId }),
      hint: 'The raw answer is kept and can be read again after Concord has learned the shape.',
    },
    cause,
  );
