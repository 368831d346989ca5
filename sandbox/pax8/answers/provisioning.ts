import type { JsonObject } from '../../../src/lib/exact-json.ts';

export type ProvisioningKey = {
  readonly key: string;
  readonly label: string;
  readonly valueType: 'Input' | 'Single-Value';
  readonly description?: string;
  readonly possibleValues?: readonly string[];
};

// Keys are those that the vendor asks for Microsoft products; the words of labels and choices are ours.
export const microsoftKeys: readonly ProvisioningKey[] = [
  {
    key: 'msCustExists',
    label: 'Is there a Microsoft account already, and can the customer sign in to it?',
    valueType: 'Single-Value',
    possibleValues: ['No, there is no Microsoft account yet', 'Yes, the customer can sign in to the account'],
  },
  {
    key: 'msDomain',
    label: 'Prefix of the .onmicrosoft.com domain',
    valueType: 'Input',
    description: 'Without the ending: enter contoso for contoso.onmicrosoft.com',
  },
  { key: 'msTenantId', label: 'Microsoft tenant id of the customer', valueType: 'Input' },
  { key: 'mca2020FirstName', label: 'First name of who accepted the agreement', valueType: 'Input' },
  { key: 'mca2020LastName', label: 'Last name of who accepted the agreement', valueType: 'Input' },
  { key: 'mca2020Email', label: 'E-mail of who accepted the agreement', valueType: 'Input' },
  { key: 'mca2020EffectiveDate', label: 'Day of acceptance', valueType: 'Input', description: '(YYYY-MM-DD)' },
];

export const provisionDetails = (vendorName: string): readonly JsonObject[] =>
  vendorName === 'Microsoft'
    ? microsoftKeys.map(({ label, key, valueType, description, possibleValues }) => ({
        label,
        key,
        valueType,
        description,
        possibleValues,
      }))
    : [];
