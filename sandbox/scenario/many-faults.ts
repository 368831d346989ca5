import { must } from '../../src/lib/must.ts';
import { Seeded } from '../../src/lib/seeded.ts';
import type { World } from '../world/world.ts';
import { customersToTake, type Sold, soldIn } from './fault-ground.ts';
import type { FaultTemplate } from './fault-template.ts';
import { faultTemplates, storyDays } from './fault-templates.ts';
import { type Scenario, ScenarioFile, type StepInput } from './language.ts';

/** Two stories: what is done before anybody looks for the first time, and the faults themselves with their right answers. */
export type ManyFaults = { readonly before: Scenario; readonly after: Scenario; readonly planned: number };

/**
 * Plans so many faults on a world, every template in turn, each on a subscription or a customer of its own: the same world and seed give the
 * same story. Templates that find nothing to take any more are passed over.
 */
export function manyFaults(world: World, { seed, count }: { readonly seed: number; readonly count: number }): ManyFaults {
  const random = new Seeded(`faults/${String(seed)}`);
  const sold = shuffled(soldIn(world), random);
  const customers = customersToTake(world);
  const taken = new Set<string>();
  const before: StepInput[] = [];
  const after: StepInput[] = [];
  let planned = 0;
  const open = new Set<FaultTemplate>(faultTemplates);
  while (planned < count && open.size > 0) {
    for (const template of open) {
      if (planned >= count) break;
      const steps = take(template, { world, random, sold, customers, taken, n: planned });
      if (steps === undefined) {
        open.delete(template);
        continue;
      }
      before.push(...steps.before);
      after.push(...steps.after);
      planned += 1;
    }
  }
  const story = (name: string, steps: readonly StepInput[]): Scenario =>
    ScenarioFile.parse({ name, about: `Seed ${String(seed)}.`, steps: [{ act: 'wait', when: { later: '10 minutes' } }, ...steps] });
  // Prices of their own accord would be differences that nobody planned.
  const still: StepInput = { act: 'switch', name: 'prices', set: { moves: 0 } };
  const rest: StepInput = { act: 'wait', when: { later: `${String(storyDays)} days` } };
  return { before: story('Before the first look', [still, ...before]), after: story('Many faults', [...after, rest]), planned };
}

type Ground = {
  readonly world: World;
  readonly random: Seeded;
  readonly sold: readonly Sold[];
  readonly customers: { readonly estate: string[]; readonly strangers: string[] };
  readonly taken: Set<string>;
  readonly n: number;
};

function take(template: FaultTemplate, ground: Ground) {
  const { world, random, sold, customers, taken, n } = ground;
  const name = `fault-${String(n)}`;
  if (template.on === 'customer') {
    const customerId = customers[template.of].pop();
    return customerId === undefined ? undefined : template.plan({ customerId, world, random, name });
  }
  const isEnding = ({ endsIn }: Sold): boolean => endsIn > 1 && endsIn < storyDays - 1;
  const isCalm = ({ endsIn }: Sold): boolean => endsIn > storyDays + 1;
  const isFit = template.ending === true ? isEnding : isCalm;
  const one = sold.find((each) => !taken.has(each.subscription.id) && isFit(each) && template.fits(each));
  if (one === undefined) return undefined;
  taken.add(one.subscription.id);
  return template.plan({ one, world, random, name });
}

function shuffled<Thing>(things: readonly Thing[], random: Seeded): Thing[] {
  const mixed = [...things];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = random.int(0, at);
    [mixed[at], mixed[other]] = [must(mixed[other], 'a thing'), must(mixed[at], 'a thing')];
  }
  return mixed;
}
