import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Rates } from '../books.ts';
import { parseMicro } from '../exact.ts';
import { fileFault, type ProblemList } from '../problem.ts';

const Fx = z.object({
  billingCurrency: z.string().default('EUR'),
  rates: z.record(z.string(), z.number()).default({}),
  taxRatePpm: z.record(z.string(), z.number()).default({}),
});

/** The month's rates into the billing currency and the tax rates by country. JSON numbers of up to 15 digits print exactly as written. */
export async function loadRates(files: readonly string[], problems: ProblemList): Promise<Rates | undefined> {
  const [file] = files;
  if (file === undefined) return undefined;
  try {
    const fx = await parse(file);
    const rates = new Map<string, number>();
    for (const [currency, rate] of Object.entries(fx.rates)) {
      const micro = parseMicro(String(rate));
      if (micro !== undefined) rates.set(currency, micro);
    }
    return { billingCurrency: fx.billingCurrency, rates, taxPpm: new Map(Object.entries(fx.taxRatePpm)) };
  } catch (error) {
    problems.fault(file, error);
    return undefined;
  }
}

async function parse(file: string): Promise<z.infer<typeof Fx>> {
  try {
    return Fx.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw fileFault('rates_unreadable', 'The rates are no JSON of the known form.', 'See bench/README.md for fx.json.', error);
  }
}
