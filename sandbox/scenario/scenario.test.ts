import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/lib/canonical.ts';
import { SandboxClock } from '../clock.ts';
import { FaultBook } from '../faults/fault-book.ts';
import { layEstate } from '../world/estate.ts';
import { emptyTables, type TableName } from '../world/tables.ts';
import { World } from '../world/world.ts';
import { day, does, instant, later, scenario, after as sinceItBegan, toYaml } from './build.ts';
import { ScenarioFile } from './language.ts';
import { readScenarioFile, scenarioNames, scenarioPath } from './library.ts';
import { mistakeLines, readYaml } from './read.ts';
import { type Ground, runScenario } from './run.ts';

const startsAt = '2026-11-21T10:00:00Z';

function ground(scale = 12): Ground {
  const world = new World({ seed: 7, scale, startsAt }, SandboxClock.stoppedAt(startsAt));
  layEstate(world);
  return { world, faults: new FaultBook(7) };
}

const tableNames = Object.keys(emptyTables()) as TableName[];
const bytes = (world: World): string => canonicalJson(Object.fromEntries(tableNames.map((name) => [name, world.tables[name].all()])));

describe.each(scenarioNames())('the scenario %s', (name) => {
  const file = readScenarioFile(scenarioPath(name));

  test('fits the sample estate: no step is refused', () => {
    const { happened } = runScenario(ground(), file);
    expect(happened.filter(({ refused }) => refused !== undefined)).toEqual([]);
    expect(happened).toHaveLength(file.steps.length);
  });

  test('gives the same bytes on the same world, and so does its history', () => {
    const [first, second] = [ground(), ground()];
    runScenario(first, file);
    runScenario(second, file);
    expect(bytes(second.world)).toBe(bytes(first.world));
    const replayed = ground().world;
    for (const event of first.world.events) replayed.replay(JSON.parse(JSON.stringify(event)) as typeof event);
    expect(bytes(replayed)).toBe(bytes(first.world));
  });
});

const premium = 'CFQ7TTC0LCHC:0002';

describe('a month', () => {
  const run = runScenario(ground(), readScenarioFile(scenarioPath('month')));

  test('leaves the right answers with their money', () => {
    expect(run.findings.map(({ kind, customerName, expected, actual }) => [kind, customerName, expected, actual])).toEqual([
      ['missing_in_psa', 'Contoso Ltd', '22', '0'],
      ['quantity_mismatch_psa', 'Fabrikam Inc', '14', '13'],
      ['duplicate_psa', 'Litware Inc', expect.any(String), expect.any(String)],
      ['cancelled_still_billed_psa', 'Tailspin Toys', '0', '8'],
      ['wrong_term_psa', 'Proseware Inc', expect.any(String), expect.any(String)],
    ]);
    expect(run.findings.every(({ money }) => money !== '0.00')).toBe(true);
  });
});

describe('who hears what', () => {
  const bought = (psa: unknown, distributor: unknown) =>
    ScenarioFile.parse({
      name: 'told',
      steps: [
        { act: 'buy', customer: 0, sku: 'CFQ7TTC0LH18:0001', seats: 10, through: 'distributor', as: 'one', psa, distributor },
        { act: 'wait', when: { later: '1 day' } },
      ],
    });
  const after = (psa: unknown, distributor: unknown) => {
    const one = ground();
    const { happened } = runScenario(one, bought(psa, distributor));
    const id = happened[0]?.id ?? '';
    return {
      line: one.world.tables.psaAdditions.all().find((row) => row.customFields.some(({ value }) => value === id)),
      bought: one.world.tables.distributorSubscriptions.by('vendorSubscriptionId', id)[0],
    };
  };

  test.each([
    ['told', 'follows', '10', 10],
    ['never', 'follows', undefined, 10],
    [{ seats: 9 }, 'never', '9', undefined],
    [{ after: '3 days' }, { after: '2 days' }, '10', 10],
    ['told', { seats: 12 }, '10', 12],
  ])('PSA %j, distributor %j', (psa, distributor, line, there) => {
    const books = after(psa, distributor);
    expect([books.line?.quantity, books.bought?.quantity]).toEqual([line, there]);
  });

  test('what is done by a program carries its app, in the portal the person', () => {
    const one = ground();
    runScenario(one, ScenarioFile.parse({ name: 'by', steps: [{ act: 'buy', by: 'api', customer: 1, sku: premium, seats: 2 }] }));
    const event = one.world.events.find(({ kind }) => kind === 'subscription.bought');
    expect(event).toMatchObject({ actor: { kind: 'api' }, cause: 'by' });
  });
});

describe('a scenario written by a program', () => {
  const made = scenario('generated', 'five hundred')
    .on(
      day(1),
      ...Array.from({ length: 500 }, (_, n) =>
        does.buy({ customer: n % 12, sku: premium, seats: 1 + (n % 7), psa: 'never' }).expects({ kind: 'missing_in_psa' }),
      ),
    )
    .on(later('2 days'), does.wait({}))
    .done();

  test('is the same as its file', () => {
    const read = readYaml(toYaml(made), ScenarioFile);
    expect('value' in read ? read.value : read).toEqual(made);
  });

  test('does each step at its time: at an instant, so long after it began, so long after the step before', () => {
    const told = scenario('times', 'when things happen')
      .on(instant('2026-11-22T08:00:00Z'), does.wait({}))
      .on(sinceItBegan('3 days'), does.wait({}))
      .on(later('2 hours'), does.wait({}))
      .done();
    expect(runScenario(ground(), told).happened.map(({ at }) => at.slice(0, 16))).toEqual([
      '2026-11-22T08:00',
      '2026-11-24T10:00',
      '2026-11-24T12:00',
    ]);
  });

  test('runs five hundred faults with an answer each', () => {
    const { happened, findings } = runScenario(ground(), made);
    expect(happened.filter(({ refused }) => refused !== undefined)).toEqual([]);
    expect(findings).toHaveLength(500);
  });
});

describe('a file with mistakes', () => {
  const says = (text: string): string[] => {
    const read = readYaml(text, ScenarioFile);
    return 'mistakes' in read ? mistakeLines(read.mistakes) : [];
  };

  test.each([
    ['name: x\nsteps:\n  - act: by\n', /^line 3, steps\.0\.act: "by" is none of the known words\. Write instead: buy, seats,/],
    [
      'name: x\nsteps:\n  - act: cancel\n    subscripton: one\n    subscription: one\n',
      /^line 4, steps\.0\.subscripton: There is no member subscripton here\. Write instead: subscription\./,
    ],
    [
      'name: x\nsteps:\n  - act: buy\n    customer: 1\n    sku: a\n    seats: ten\n',
      /line 6, steps\.0\.seats: .* Write instead: a number, such as 25\./,
    ],
    ['name: x\nsteps:\n  - act: wait\n    when: { later: soon }\n', /^line 4, steps\.0\.when\.later: .*a span such as/],
    ['name: x\nsteps: [\n', /^line \d+: .*Write instead: YAML/],
  ])('%j says where and what to write', (text, wanted) => {
    expect(says(text).join('\n')).toMatch(wanted);
  });
});
