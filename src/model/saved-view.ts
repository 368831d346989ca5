import { z } from 'zod';

/** The lists whose filters, sort and grouping people keep under a name. */
export const ViewedList = z.enum(['differences', 'customers', 'access']).meta({ id: 'ViewedList' });
export type ViewedList = z.infer<typeof ViewedList>;
