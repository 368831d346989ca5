import { must } from '../../src/lib/must.ts';
import { keptSamples } from './samples.ts';
import type { Shape } from './shape.ts';

type Body = Readonly<Record<string, unknown>>;

/**
 * A request with every member of a sample whose values are placeholders anyway, as a client sends it that fills in the vendor's template.
 * A text that was a word stays one, other texts of such templates are dates.
 */
function filled(shape: Shape): unknown {
  if (shape.kind === 'object')
    return Object.fromEntries(Object.entries(shape.members).map(([name, member]) => [name, filled(member.shape)]));
  if (shape.kind === 'list') return shape.item === undefined ? [] : [filled(shape.item)];
  if (shape.kind === 'text') return shape.words[0] ?? '2026-11-20T09:00:00.000Z';
  if (shape.kind === 'flag') return true;
  return shape.kind === 'number' ? 0 : null;
}

/** The one object of a sample, or of its list, filled in. */
export function filledIn(name: string): Body {
  const { shape } = must(
    keptSamples().find((sample) => sample.name === name),
    `There is no sample ${name}`,
  );
  const one = shape?.kind === 'list' ? shape.item : shape;
  return filled(must(one, `${name} shows nothing`)) as Body; // Samples of this kind are objects or lists of objects.
}
