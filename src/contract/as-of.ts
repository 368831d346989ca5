import { z } from 'zod';
import { instant } from './page.ts';

/** The account that a record was read from. */
const RecordSource = z.object({ connectionId: z.string(), name: z.string() }).meta({ id: 'RecordSource' });

const source = RecordSource.nullable();
/** Read longer ago than the setting allows, and nothing was heard of it since. */
const isStale = z.boolean();

/** How fresh a record is (O3); the same fields on every record of a remote. */
export const asOf = { readAt: instant, source, isStale };

/** The same of what may not have been read yet. */
export const asOfIfRead = { ...asOf, readAt: instant.nullable() };
