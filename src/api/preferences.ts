import * as contract from '../contract/preferences.ts';
import { exportPreferences, importPreferences, previewPreferences } from '../features/preferences/index.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';

export const preferenceRoutes: readonly Mounted[] = [
  handle(contract.exportPreferences, async ({ context }) => good(await exportPreferences(context))),
  handle(contract.previewPreferences, async ({ context, body }) => {
    const { changes, unknownCustomers, unknownConnections, mark } = await previewPreferences(context, body);
    return good({ changes: [...changes], unknownCustomers: [...unknownCustomers], unknownConnections: [...unknownConnections], mark });
  }),
  handle(contract.importPreferences, async ({ context, body: { file, mark } }) => {
    const outcome = await importPreferences(context, file, mark);
    switch (outcome.status) {
      case 'imported':
        return good({ changes: [...outcome.changes] });
      case 'changed_since':
        return refuse('precondition_failed', 'The preferences changed since you looked.', { hint: 'Preview the file again.' });
      case 'no_right_to_rules':
        return refuse('forbidden', 'The file has rules that accept money by themselves.', {
          hint: 'Leave the rules out, or ask somebody who may apply corrections.',
        });
      case 'unknown_customers':
        return refuse('invalid', `No customer here has the tenant ${outcome.customers.map(({ tenantId }) => tenantId).join(', ')}.`, {
          hint: 'Leave their lines out, or read the customers first.',
        });
      case 'unknown_connections':
        return refuse('invalid', `No connection here is called ${outcome.names.join(', ')}.`, {
          hint: 'Leave their schedules out, or connect the accounts under these names first.',
        });
    }
  }),
];
