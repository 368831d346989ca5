import type { Customer, PsaCompany } from '../types.ts';
import type { World } from '../world.ts';

/** What the world's books were when it began, as far as a PSA shows them. */
export type FirstBooks = {
  readonly seed: number;
  readonly startsAt: string;
  readonly tables: World['tables'];
  /** The customer of a company, by the evidence that the company itself offers. */
  customerOf(company: PsaCompany): Customer | undefined;
};
