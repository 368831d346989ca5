import { withDatabase } from './a-database.ts';
import { characters, isInTime } from './access/characters.ts';
import { type Life, liveTwoYears } from './access/two-years.ts';
import type { Benchmark, Measured } from './benchmark.ts';

const line = (text: string): void => {
  process.stderr.write(`  ${text}\n`);
};

function print({ name, character, daysWithout, alarms, replacements, wrongLooks }: Life): void {
  const without = `${daysWithout.toFixed(2)} days without access${isInTime(character) ? ' (expected 0)' : ' (approved late)'}`;
  line(
    `${name} (${character.name}): ${without}; ${replacements} asked for; alarms ${alarms.join(', ') || 'none'}; looks that were wrong ${wrongLooks}`,
  );
}

/** Time is the sandbox's: two years in a minute. Days without access are counted by the sandbox's own truth. */
export const accessDays: Benchmark = {
  name: 'access-days',
  what: 'two years of delegated access: relationships of 730 days end, extend or are replaced, and nobody who approves in time loses a day (N9); --customers, --days, --step',
  rounds: 1,
  areApart: true,
  prepare: (flags) => {
    const span = {
      customers: flags.count('customers', 2 * characters.length),
      days: flags.count('days', 860),
      step: flags.count('step', 10),
    };
    const run = async (): Promise<Measured> => {
      const startedAt = performance.now();
      const lives = await withDatabase((db, owner) => liveTwoYears(db, owner, span, line));
      for (const life of lives) print(life);
      const inTime = lives.filter(({ character }) => isInTime(character));
      const sum = (these: readonly Life[]): string => these.reduce((days, { daysWithout }) => days + daysWithout, 0).toFixed(2);
      const facts = {
        'days lost where approved in time': sum(inTime),
        'days lost where approved late': sum(lives.filter(({ character }) => !isInTime(character))),
        'wrong looks': lives.reduce((looks, { wrongLooks }) => looks + wrongLooks, 0),
      };
      return { seconds: (performance.now() - startedAt) / 1000, facts };
    };
    return Promise.resolve({ contenders: [{ name: 'concord', run }], facts: { clock: 'virtual', ...span } });
  },
};
