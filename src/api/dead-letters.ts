import * as contract from '../contract/sync-runs.ts';
import { listDeadLetters, retryDeadLetter } from '../features/jobs/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';

export const deadLetterRoutes: readonly Mounted[] = [
  handle(contract.listDeadLetters, async ({ context }) =>
    good({
      data: (await listDeadLetters(context)).map((letter) => ({
        id: letter.id,
        queue: letter.title,
        reason: letter.reason,
        at: letter.at.toString(),
      })),
    }),
  ),
  handle(contract.requeueDeadLetter, async ({ context, params }) => {
    const outcome = await retryDeadLetter(context, params.id);
    return outcome === undefined
      ? refuse('not_found', 'There is no dead letter with this id.')
      : good({ jobId: publicId('job', outcome.jobId), joined: false });
  }),
];
