import type { ConnectionKind } from '#model/connection.ts';

export type PermissionRow = { readonly needs: string; readonly for: string; readonly kind: 'read' | 'write' };

/**
 * What is asked of whom, by kind of connection. Sources: partner-center-api reference 1.3 and 1.4 (user_impersonation, roles of the integration
 * user), 16 (DelegatedAdminRelationship), 9 (licences of customers), 12 (PartnerBilling.Read.All); distributors reference 2 (Pax8 keys have no
 * scopes), 3.1 (StreamOne Ion's token), 4.1 (Ingram's marketplace user); psa reference 1 (rights of a ConnectWise API member).
 */
export const permissionsOf: Readonly<Record<ConnectionKind, readonly PermissionRow[]>> = {
  partnerCenter: [
    {
      needs: 'Partner Center: user_impersonation (delegated)',
      for: 'everything that is read of Partner Center, with the rights of the integration user',
      kind: 'read',
    },
    { needs: 'Role Sales agent or Admin agent of the integration user', for: 'customers and subscriptions', kind: 'read' },
    { needs: 'Role Billing admin of the integration user', for: 'invoices; left out, they are not compared', kind: 'read' },
    { needs: 'Microsoft Graph: DelegatedAdminRelationship.Read.All', for: 'who gave delegated access, and until when', kind: 'read' },
    { needs: 'Microsoft Graph: Directory.Read.All', for: 'licences that customers gave to people, where they let us in', kind: 'read' },
    { needs: 'Microsoft Graph: PartnerBilling.Read.All', for: 'lines of invoices and usage; left out, they come as files', kind: 'read' },
    {
      needs: 'Role Sales agent or Admin agent, a second consent to write, and each kind of action switched on here',
      for: 'seats, auto-renew, cancellations and billing profiles; off until you turn it on',
      kind: 'write',
    },
    {
      needs: 'Microsoft Graph: DelegatedAdminRelationship.ReadWrite.All, asked for only by the second consent',
      for: 'requests for delegated access, their extension and end; off until you turn it on',
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
  tdSynnex: [
    {
      needs: 'Refresh token made by an administrator in the StreamOne Ion portal',
      for: 'customers of the account; it is renewed by each use and ends after 32 days without one',
      kind: 'read',
    },
  ],
  ingram: [
    {
      needs: 'User and subscription key of the marketplace',
      for: 'customers of that marketplace',
      kind: 'read',
    },
  ],
  distributorFile: [
    {
      needs: 'Nothing at the distributor: you upload its exports',
      for: 'customers, subscriptions and costs as the files tell them',
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
