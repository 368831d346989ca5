import { z } from 'zod';
import { settingFields } from '../model/settings.ts';
import { route } from './route.ts';

export const Settings = z.object({ ...settingFields, version: z.int32() }).meta({ id: 'Settings' });

export const getSettings = route({
  id: 'getSettings',
  method: 'GET',
  path: '/settings',
  summary: 'Reconciliation and sync settings',
  tag: 'Settings',
  may: 'reconciliation:read',
  tenantScope: 'installation',
  status: 200,
  reply: Settings,
});

const writes = { tag: 'Settings', may: 'connections:write', tenantScope: 'installation', freshProof: true } as const;

/** What is left out stays as it is. */
export const SettingsChange = z.strictObject({ ...z.object(settingFields).partial().shape, version: z.int32() });

export const changeSettings = route({
  id: 'changeSettings',
  method: 'PATCH',
  path: '/settings',
  summary: 'Change settings',
  ...writes,
  body: SettingsChange,
  status: 200,
  reply: Settings,
  problems: ['precondition_failed'],
});

export const resetSettings = route({
  id: 'resetSettings',
  method: 'POST',
  path: '/settings/safe',
  summary: 'Back to the safe defaults; tax rates stay',
  ...writes,
  body: z.strictObject({ version: z.int32() }),
  status: 200,
  reply: Settings,
  problems: ['precondition_failed'],
});
