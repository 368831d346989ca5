type Lack = { readonly below: string; readonly why: string };

/** Members that every object of a sample has and some objects of the answer lack, each with the reason. */
const mayLack: Readonly<Record<string, Lack>> = {
  'partner-center/utilizations.get-a-customer-s-utilization-record-for-azure.response.json': {
    below: 'items[].instanceData.additionalInfo.azureStack.',
    why: 'The page shows usage of Azure Stack only, whose connected subscriptions have these members; other resources have an empty object.',
  },
  'pax8/companies.list.response.json': {
    below: 'content[].externalId',
    why: 'A company has the id of another system where somebody wrote it.',
  },
  'connectwise/finance.agreements.list.response.json': {
    below: '[].work',
    why: 'workRole and workType are set on some agreements; ConnectWise leaves references out that are not set.',
  },
  'td-synnex/cloud-profiles.response.json': {
    below: 'customerCloudProfiles[].',
    why: 'Profiles of other vendors than Microsoft have members of their own; the sample is of Microsoft alone.',
  },
};

/** Whether a disagreement is that of a member which may be lacking in some objects. */
export function isExcused(sample: string, problem: string): boolean {
  const lack = mayLack[sample];
  return lack !== undefined && problem.startsWith(lack.below) && problem.endsWith(': sometimes missing');
}
