import { z } from 'zod';

/** Price sheets and the catalogue. */
export const priceSwitches = {
  prices: z.strictObject({
    sheetTerms: z
      .enum(['wholeTerm', 'perCharge'])
      .default('wholeTerm')
      .describe('what P1Y/Monthly and P3Y rows of a price sheet hold: the price of the whole term, or of one charge'),
    sheetSegments: z.boolean().default(false).describe('price sheets have the column Segment and rows of every segment'),
    sheetForm: z.enum(['zip', 'csv', 'asAsked']).default('zip').describe('asAsked: zip with Accept-Encoding: deflate, else plain CSV'),
    historyMonths: z.number().int().min(0).max(120).default(24).describe('how many months back price sheets are kept'),
    moves: z.number().min(0).max(1).default(0.08).describe('share of products whose price changes on the 1st of a month'),
    availabilityDays: z.number().min(0).default(30).describe('availability ids change every so many days; 0: never'),
  }),
} as const;
