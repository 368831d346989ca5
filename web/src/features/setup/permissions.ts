import type { ConnectionKind } from '#model/connection.ts';

export type PermissionRow = { readonly needs: string; readonly for: string; readonly kind: 'read' | 'write' };

/**
 * What is asked of whom, by kind of connection. Sources: partner-center-api reference 1.3 and 1.4 (user_impersonation, roles of the integration
 * user), 13.1 (DelegatedAdminRelationship.Read.All), 11 (PartnerBilling.Read.All); distributors reference 1 (Pax8 keys have no scopes);
 * psa reference 1 (rights of a ConnectWise API member). Kinds without a row here need what their own key gives.
 */
export const permissionsOf: Readonly<Partial<Record<ConnectionKind, readonly PermissionRow[]>>> = {
  partnerCenter: [
    {
      needs: 'Partner Center: user_impersonation (delegated)',
      for: 'everything that is read of Partner Center, with the rights of the integration user',
      kind: 'read',
    },
    { needs: 'Role Sales agent or Admin agent of the integration user', for: 'customers and subscriptions', kind: 'read' },
    { needs: 'Role Billing admin of the integration user', for: 'invoices; left out, they are not compared', kind: 'read' },
    { needs: 'Microsoft Graph: DelegatedAdminRelationship.Read.All', for: 'who gave delegated access, and until when', kind: 'read' },
    { needs: 'Microsoft Graph: PartnerBilling.Read.All', for: 'lines of invoices and usage; left out, they come as files', kind: 'read' },
    {
      needs: 'Role Sales agent or Admin agent, and writing switched on here',
      for: 'seats, auto-renew and cancellations; off until you turn it on',
      kind: 'write',
    },
  ],
  pax8: [
    {
      needs: 'API key made by an administrator',
      for: 'companies, products, subscriptions, invoices; the key has no narrower scopes',
      kind: 'read',
    },
  ],
  connectWise: [
    { needs: 'API member: Company, inquire', for: 'who is billed', kind: 'read' },
    { needs: 'API member: Finance agreements, inquire', for: 'what is billed', kind: 'read' },
    { needs: 'API member: Procurement catalogue, inquire', for: 'which services there are', kind: 'read' },
    {
      needs: 'API member: Finance agreements, add and edit, and writing switched on here',
      for: 'corrections of agreement lines; off until you turn it on',
      kind: 'write',
    },
  ],
};
