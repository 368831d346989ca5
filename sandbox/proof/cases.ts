import type { Case } from './case.ts';
import { connectwiseCases } from './cases/connectwise.ts';
import { customerCases } from './cases/customers.ts';
import { pax8Cases } from './cases/pax8.ts';

/** One case for each published sample, in the order in which they are shown: later ones may stand on what earlier ones made. */
export const cases: readonly Case[] = [...customerCases, ...pax8Cases, ...connectwiseCases];
