import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type Day, parseDay } from '../days.ts';
import { parseCents } from '../exact.ts';
import { fileFault, type ProblemList } from '../problem.ts';

const Money = z.union([z.number(), z.string()]).optional();
const Header = z.object({
  id: z.string().default(''),
  billingPeriodStartDate: z.string().optional(),
  billingPeriodEndDate: z.string().optional(),
  totalCharges: Money,
  subtotal: Money,
  tax: Money,
  lineCount: z.number().optional(),
  currencyCode: z.string().optional(),
});

/** An invoice header: what the lines must add up to, in cents. */
export type InvoiceHeader = {
  readonly id: string;
  readonly from: Day | undefined;
  readonly to: Day | undefined;
  readonly lines: number | undefined;
  readonly subtotal: number | undefined;
  readonly tax: number | undefined;
  readonly total: number | undefined;
  readonly currency: string | undefined;
};

const cents = (value: string | number | undefined): number | undefined => (value === undefined ? undefined : parseCents(String(value)));

export async function loadHeader(file: string | undefined, problems: ProblemList): Promise<InvoiceHeader | undefined> {
  if (file === undefined) return undefined;
  try {
    const header = await parse(file);
    return {
      id: header.id,
      from: parseDay(header.billingPeriodStartDate ?? ''),
      to: parseDay(header.billingPeriodEndDate ?? ''),
      lines: header.lineCount,
      subtotal: cents(header.subtotal),
      tax: cents(header.tax),
      total: cents(header.totalCharges),
      currency: header.currencyCode?.toUpperCase(),
    };
  } catch (error) {
    problems.fault(file, error);
    return undefined;
  }
}

async function parse(file: string): Promise<z.infer<typeof Header>> {
  try {
    return Header.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw fileFault('header_unreadable', 'The invoice header is no JSON of the known form.', 'Fetch the invoice header again.', error);
  }
}
