import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cost, costSentence, costsInside, costWhen, isCostSort } from '../contract/costs.ts';
import { routes } from '../contract/index.ts';
import { withoutCosts } from './without-costs.ts';

const money = z.object({ amount: z.string(), currency: z.string() });
const usd = (amount: string) => ({ amount, currency: 'USD' });

describe('whoever may not see costs', () => {
  test('gets null where a field is declared as a cost, however deep it stands', () => {
    const schema = z.object({
      data: z.array(z.object({ name: z.string(), inner: z.record(z.string(), z.object({ unitCost: cost(money) })) })),
    });
    const value = { data: [{ name: 'a', inner: { b: { unitCost: usd('17.60') } } }] };

    expect(withoutCosts(schema, value)).toEqual({ data: [{ name: 'a', inner: { b: { unitCost: null } } }] });
  });

  test('gets money that is made of sell prices, and not the money that a cost is in', () => {
    const schema = z.array(z.object({ impact: costWhen('isCost', money), isCost: z.boolean() }));

    expect(
      withoutCosts(schema, [
        { impact: usd('110'), isCost: false },
        { impact: usd('12'), isCost: true },
      ]),
    ).toEqual([
      { impact: usd('110'), isCost: false },
      { impact: null, isCost: true },
    ]);
  });

  test('gets nothing when nobody says whether money is a cost', () => {
    expect(withoutCosts(z.object({ impact: costWhen('isCost', money) }), { impact: usd('12') })).toEqual({ impact: null });
  });

  test('reads a sentence without its amounts, and every other sentence as it is', () => {
    const schema = z.object({ cause: z.string(), sentence: costSentence('cause', z.string()) });

    expect(
      withoutCosts(schema, { cause: 'sold_below_cost', sentence: 'A seat costs USD 24.00 a month and is sold for USD 22.00.' }),
    ).toEqual({
      cause: 'sold_below_cost',
      sentence: 'A seat is sold for less than it costs.',
    });
    const other = { cause: 'seats_added', sentence: '25 bought, 20 billed.' };
    expect(withoutCosts(schema, other)).toEqual(other);
  });

  test('reads calls to other systems without their costs: by field, and by JSON patch', () => {
    const schema = z.object({ body: costsInside(z.unknown()) });

    expect(withoutCosts(schema, { body: { unitPrice: 22, unitCost: 17.6, inner: [{ extCost: '88', margin: 4 }] } })).toEqual({
      body: { unitPrice: 22, unitCost: null, inner: [{ extCost: null, margin: null }] },
    });
    expect(
      withoutCosts(schema, {
        body: [
          { op: 'replace', path: '/unitCost', value: 17.6 },
          { op: 'replace', path: 'unitPrice', value: 22 },
        ],
      }),
    ).toEqual({
      body: [
        { op: 'replace', path: '/unitCost', value: null },
        { op: 'replace', path: 'unitPrice', value: 22 },
      ],
    });
  });

  test('gets null where one choice of several is marked, and what is left out stays left out', () => {
    const schema = z.object({
      side: z.object({ unitMonthly: cost(money).optional() }),
      correction: z.discriminatedUnion('action', [
        z.object({ action: z.literal('a'), quantity: z.string() }),
        z.object({ action: z.literal('b'), unitCost: cost(z.string()) }),
      ]),
    });

    expect(withoutCosts(schema, { side: {}, correction: { action: 'b', unitCost: '17.60' } })).toEqual({
      side: {},
      correction: { action: 'b', unitCost: null },
    });
  });
});

describe('the contract', () => {
  // What the walk through a reply understands; another kind of schema would be passed by unseen.
  const understood = ['object', 'array', 'nullable', 'optional', 'readonly', 'lazy', 'default', 'union', 'record'];
  const leaves = ['string', 'number', 'int', 'boolean', 'enum', 'literal', 'unknown', 'null'];
  const insideOf = (schema: z.ZodType): readonly z.ZodType[] => {
    const holder = schema as unknown as {
      readonly shape?: Record<string, z.ZodType>;
      readonly element?: z.ZodType;
      readonly options?: readonly z.ZodType[];
      readonly valueType?: z.ZodType;
    };
    if (
      schema instanceof z.ZodNullable ||
      schema instanceof z.ZodOptional ||
      schema instanceof z.ZodReadonly ||
      schema instanceof z.ZodLazy ||
      schema instanceof z.ZodDefault
    )
      return [schema.unwrap() as z.ZodType];
    if (schema.type === 'enum' || schema.type === 'literal') return [];
    return [...Object.values(holder.shape ?? {}), holder.element, ...(holder.options ?? []), holder.valueType].filter(
      (each) => each !== undefined,
    );
  };
  const kindsIn = (schema: z.ZodType): readonly string[] => [schema.type, ...insideOf(schema).flatMap(kindsIn)];

  test.each(routes.flatMap((route) => (route.reply === undefined ? [] : [[route.id, route.reply] as const])))(
    'the reply of %s is made of what can be searched for costs',
    (_id, reply) => {
      expect(kindsIn(reply).filter((kind) => ![...understood, ...leaves].includes(kind))).toEqual([]);
    },
  );

  test('an order by a cost is known from the list itself', () => {
    const named = (id: string) => routes.find((route) => route.id === id) ?? routes[0];
    const customers = named('listCustomers');
    const differences = named('listDifferences');
    if (customers === undefined || differences === undefined) throw new Error('No such list');

    expect([isCostSort(customers, '-atStake'), isCostSort(customers, 'name'), isCostSort(differences, '-impact')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
