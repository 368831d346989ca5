import { formatInstant, formatMoney, formatMoneys, noRight } from '../../../lib/format.ts';
import { planWords } from '../../../ui/words.ts';
import type { PlanShape } from '../queries.ts';
import { stepWord } from '../words.ts';

/** The plan and its outcomes as plain text, for a ticket or a mail. */
export function planSummary(plan: PlanShape): string {
  const head = `Plan ${plan.id}: ${planWords[plan.state].word}, ${plan.totals === null ? noRight : `${formatMoneys(plan.totals, { signed: true })} a month`}`;
  const made = `Made by ${plan.createdBy}, ${formatInstant(plan.createdAt)}${plan.approvedBy === null ? '' : `; approved by ${plan.approvedBy}`}`;
  const steps = plan.steps.map((step) => {
    const word = stepWord(step.state, step.system, step.outcome?.verified ?? false).word;
    const money = step.impact === null ? noRight : `${formatMoney(step.impact, { signed: true })} a month`;
    return `- ${step.customerName}: ${step.summary} (${money}). ${word}${step.outcome === null ? '' : `: ${step.outcome.sentence}`}`;
  });
  return [head, made, ...steps].join('\n');
}
