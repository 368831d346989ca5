import { z } from 'zod';
import { Period as Month } from '../model/difference.ts';
import { differenceFilter } from './difference-filter.ts';
import { Period } from './periods.ts';
import { DifferenceRow, differenceSorts } from './reconciliation.ts';
import { route } from './route.ts';

export const ExportFormat = z.enum(['csv', 'xlsx', 'json', 'pdf']);

export const exportDifferences = route({
  id: 'exportDifferences',
  method: 'GET',
  path: '/differences/export',
  summary: 'The rows of the list as a file, with control totals on top',
  tag: 'Reconciliation',
  may: 'reconciliation:read',
  tenantScope: 'rows',
  query: z.strictObject({
    format: ExportFormat,
    sort: z
      .string()
      .refine((text) => (differenceSorts as readonly string[]).includes(text.replace(/^-/, '')), {
        message: `is one of ${differenceSorts.join(', ')}, with - first for descending`,
      })
      .optional(),
    ...differenceFilter,
  }),
  status: 200,
  file: true,
  reply: z.array(DifferenceRow),
  problems: ['too_large'],
});

export const exportPeriod = route({
  id: 'exportPeriod',
  method: 'GET',
  path: '/periods/{month}/evidence',
  summary: 'The evidence pack of a month: checklist, control totals and every difference',
  tag: 'Periods',
  may: 'reconciliation:read',
  tenantScope: 'rows',
  params: z.object({ month: Month }),
  query: z.strictObject({ format: ExportFormat }),
  status: 200,
  file: true,
  reply: Period,
  problems: ['too_large'],
});
