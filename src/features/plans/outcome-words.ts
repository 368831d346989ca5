import type { StepState } from '../../model/plan.ts';
import type { CommandStanding } from '../journal/index.ts';

type Words = { readonly state: StepState; readonly code: string; readonly sentence: string };

/** What a command that is not confirmed means for its step, in the words of the preview-apply contract (ux reference 4.5). */
export function wordsOf(standing: CommandStanding, system: string): Words {
  const { outcome } = standing;
  const said = [outcome.sentence, outcome.hint].filter((text) => text !== undefined).join(' ');
  switch (standing.state) {
    case 'rejected':
      return { state: 'refused', code: outcome.code ?? 'remote_rejected', sentence: said === '' ? `${system} refused.` : said };
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
        code: outcome.code ?? 'unknown_outcome',
        sentence: `The answer of ${system} was lost; it is being looked up. Nothing is sent again.`,
      };
    case 'draft':
    case 'approved':
    case 'ready':
      return { state: 'applying', code: outcome.code ?? 'waiting', sentence: `${system} is not ready; it is sent when it is.` };
    case 'confirmed':
      return { state: 'done', code: 'done', sentence: 'Done.' };
  }
}
