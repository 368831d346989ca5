import type { StepState } from '../../model/plan.ts';
import type { CommandStanding } from '../journal/index.ts';

type Words = { readonly state: StepState; readonly code: string; readonly sentence: string };

/** What a command that is not confirmed means for its step, in the words of the preview-apply contract (ux reference 4.5). */
export function wordsOf(standing: CommandStanding, system: string): Words {
  const code = standing.outcome.code ?? standing.state;
  const sentence = [standing.outcome.sentence ?? `${system} refused.`, standing.outcome.hint]
    .filter((text) => text !== undefined)
    .join(' ');
  switch (standing.state) {
    case 'rejected':
      return { state: 'refused', code, sentence };
    case 'not_placed':
      return { state: 'failed', code: 'not_placed', sentence: `${system} never received it. Nothing was changed.` };
    case 'needs_operator':
      return {
        state: 'needsDecision',
        code: 'needs_operator',
        sentence: `Nobody could find out whether ${system} has done it. Look there.`,
      };
    case 'unknown':
    case 'submitting':
      return {
        state: 'checking',
        code,
        sentence: `The answer of ${system} was lost; it is being looked up. Nothing is sent again.`,
      };
    case 'draft':
    case 'approved':
    case 'ready':
      return { state: 'applying', code, sentence: `${system} is not ready; it is sent when it is.` };
    case 'confirmed':
      return { state: 'done', code: 'done', sentence: 'Done.' };
  }
}
