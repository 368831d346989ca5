import type { Case } from './case.ts';
import { autotaskCases } from './cases/autotask.ts';
import { connectwiseCases } from './cases/connectwise.ts';
import { gradientCases } from './cases/gradient.ts';
import { haloCases } from './cases/halo.ts';
import { ingramCases } from './cases/ingram.ts';
import { microsoftAreas } from './cases/microsoft.ts';
import { pax8Cases } from './cases/pax8.ts';
import { tdSynnexCases } from './cases/td-synnex.ts';

/** One case for each published sample. Each area has a sandbox of its own, in which later cases may stand on what earlier ones made. */
export const areas: readonly (readonly Case[])[] = [
  ...microsoftAreas,
  pax8Cases,
  connectwiseCases,
  tdSynnexCases,
  ingramCases,
  autotaskCases,
  haloCases,
  gradientCases,
];

export const cases: readonly Case[] = areas.flat();
