import { z } from 'zod';
import { PortableCustomer, Preferences } from '../model/preferences.ts';
import { route } from './route.ts';

const PreferenceChange = z
  .object({
    part: z.enum(['settings', 'billingExceptions', 'rules', 'schedules']),
    name: z.string(),
    /** null: there was none. */
    before: z.unknown(),
    after: z.unknown(),
  })
  .meta({ id: 'PreferenceChange' });

export const exportPreferences = route({
  id: 'exportPreferences',
  method: 'GET',
  path: '/preferences',
  summary: 'How books are compared, approved, ignored, billed and read, as one file',
  tag: 'Settings',
  may: 'reconciliation:read',
  tenantScope: 'installation',
  status: 200,
  reply: Preferences,
});

export const previewPreferences = route({
  id: 'previewPreferences',
  method: 'POST',
  path: '/preference-previews',
  summary: 'What a file of preferences would change; changes nothing',
  tag: 'Settings',
  may: 'corrections:propose',
  tenantScope: 'installation',
  body: Preferences,
  status: 200,
  reply: z
    .object({
      changes: z.array(PreferenceChange),
      /** Named in the file and not here; while there are any nothing is imported. */
      unknownCustomers: z.array(PortableCustomer),
      /** Names of connections in the file that are not here; the same holds for them. */
      unknownConnections: z.array(z.string()),
      /** Brought back by the import, which is refused when something moved since. */
      mark: z.string(),
    })
    .meta({ id: 'PreferencePreview' }),
});

export const importPreferences = route({
  id: 'importPreferences',
  method: 'POST',
  path: '/preferences',
  summary: 'Import a file of preferences as it was previewed; what it leaves out stays',
  tag: 'Settings',
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  body: z.strictObject({ file: Preferences, mark: z.string().max(100) }),
  status: 200,
  reply: z.object({ changes: z.array(PreferenceChange) }),
  problems: ['precondition_failed', 'invalid', 'forbidden'],
});
