import type { z } from 'zod';
import type { Answer } from '../platform/http/call.ts';

/** A refusal's body by its schema; undefined when it is empty, HTML or of another shape: then the status has to say it all. */
export function readRefusal<S extends z.ZodType>(answer: Answer, schema: S): z.infer<S> | undefined {
  try {
    const parsed = schema.safeParse(answer.json());
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
