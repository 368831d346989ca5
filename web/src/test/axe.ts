import axe from 'axe-core';

/** Violations of WCAG 2.2 A and AA in the document, as short sentences. Fluent's focus sentinels are the one exclusion (ux reference 8). */
export async function axeViolations(): Promise<string[]> {
  await atRest();
  const result = await axe.run(
    { include: [['body']], exclude: [['[data-tabster-dummy]']] },
    { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } },
  );
  return result.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}

/** Contrast is that of the page at rest: a dialog that still fades in is grey for a moment. Endless animations (skeletons) are not waited for. */
async function atRest(): Promise<void> {
  const ending = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
  await Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)));
}
