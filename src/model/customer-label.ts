import { z } from 'zod';
import { foldName } from '../lib/normalise.ts';

/**
 * A group of customers by the partner's own choice. It is none of Microsoft's segments (Commercial, Education, Charity, Government), which
 * belong to products (capabilities S110).
 */
export const Segment = z
  .string()
  .trim()
  .max(60)
  .refine((text) => foldName(text) !== '', { message: 'needs a letter or digit' })
  .refine((text) => !/[,|]/.test(text), { message: 'has no comma and no |' });

/** How segments are compared: "Gold", "gold" and "GOLD " are one. */
export const segmentKey = (segment: string): string => foldName(segment);

/** ISO 4217 code. */
export const Currency = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/, { message: 'is a currency of three letters, like EUR' });

/** Name of another system that has an id of its own for a customer: `erp`, `crm`, `datev`. */
export const ExternalSystem = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][\w.-]{0,39}$/, { message: 'begins with a letter and has letters, digits, dots, hyphens or underscores' })
  .refine((system) => system !== 'microsofttenant', { message: 'is what Concord calls the tenant id itself' });

/** As the other system writes it; upper and lower case are different ids. */
export const ExternalId = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed(), { message: 'is not readable text' });
