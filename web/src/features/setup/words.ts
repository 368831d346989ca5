import type { SetupPage, SetupStep, StepState } from '#model/setup.ts';
import type { StateWord } from '../../ui/state-badge.tsx';
import type { SetupData } from './queries.ts';

export const stepTitles: Readonly<Record<SetupStep, string>> = {
  preparation: 'Preparation',
  authentication: 'Authentication',
  accountMapping: 'Account mapping',
  productMapping: 'Product mapping',
  settings: 'Settings',
  finish: 'Finish',
};

export const stepStates: Readonly<Record<StepState, StateWord>> = {
  notStarted: { word: 'Not started', intent: 'neutral' },
  inProgress: { word: 'In progress', intent: 'info' },
  done: { word: 'Done', intent: 'success' },
  needsAttention: { word: 'Needs attention', intent: 'warning' },
};

type PageWords = { readonly title: string; readonly why: string; readonly happens: string; readonly problems: readonly string[] };

/** Title and right column of each screen: why, what happens to the data, what usually goes wrong. */
export const pageWords: Readonly<Record<SetupPage, PageWords>> = {
  systems: {
    title: 'Which systems do you use?',
    why: 'Later steps ask only for what you choose here. You can change it at any time.',
    happens: 'Only your choice is stored. Nothing is connected yet.',
    problems: ['Not sure which partner type you are? Partner Center shows it at Account settings, Legal info.'],
  },
  readiness: {
    title: 'Are you ready?',
    why: 'Most set-ups that stop halfway lack a role or a key. It is quicker to ask for it now.',
    happens: 'Your confirmation is kept with your name, the time, and what the checks said.',
    problems: ['Somebody else has the role? Send the link.'],
  },
  connections: {
    title: 'Connect your accounts',
    why: 'Concord compares what Microsoft and your distributor charge with what your PSA bills. It has to read all of them.',
    happens: 'Every connection starts read-only. Secrets are encrypted and never shown again. Each account is read once now.',
    problems: [
      'Microsoft refuses: the account lacks a role, or signed in without a second factor. The checks of the connection name it.',
      'A distributor answers with an empty list: the key belongs to no administrator.',
    ],
  },
  access: {
    title: 'Access to your customers',
    why: 'What reads a customer’s tenant needs active delegated access (GDAP). Comparing what is charged and billed does not.',
    happens: 'Nothing changes at your customers. Only the state of the access is read.',
    problems: ['Access was just granted: Microsoft needs some minutes until reading works.'],
  },
  accountMapping: {
    title: 'Account mapping',
    why: 'A customer of Microsoft has to be known at the distributor and at the PSA before anything can be compared.',
    happens: 'Ids and unique exact names are mapped by themselves. Everything else is only suggested, and every decision can be undone.',
    problems: ['Two accounts of the same name are never mapped by themselves: choose one of them.'],
  },
  productMapping: {
    title: 'Product mapping',
    why: 'Each product with its term and billing frequency is billed by one PSA service. Monthly and annual usually differ.',
    happens: 'What stays unmapped is not compared yet. It can be mapped at any time.',
    problems: ['A product is missing: it appears as soon as a customer has a subscription of it.'],
  },
  settings: {
    title: 'Settings',
    why: 'The defaults are safe: nothing is written anywhere without a preview, and nothing is approved by itself.',
    happens: 'Settings count from now on. Results of before keep the settings that they were made with.',
    problems: [],
  },
  finish: {
    title: 'Finish and review',
    why: 'The four checks run now, against the accounts themselves and not from memory.',
    happens: 'The first full sync and comparison begin, and schedules run from then on.',
    problems: ['A system does not answer: you can go on with what was last read of it.'],
  },
};

type ItemWords = { readonly title: string; readonly how: string };

/** The checklist: what is needed, and how a person knows. */
export const checklistWords: Readonly<Record<SetupData['checklist'][number]['id'], ItemWords>> = {
  microsoftAdmin: {
    title: 'A Microsoft administrator who may consent for the whole organisation',
    how: 'A Global Administrator or Privileged Role Administrator of your partner tenant. Consent is given once.',
  },
  partnerRoles: {
    title: 'A user for the integration with the partner roles',
    how: 'Partner Center, User management: Admin agent; Sales agent for orders; Billing admin for invoices.',
  },
  secondFactor: {
    title: 'A second factor at every sign-in of that user',
    how: 'Partner Center refuses calls of users who signed in without one.',
  },
  distributorAdmin: {
    title: 'An administrator of the distributor',
    how: 'Only an administrator can make API keys that see all companies.',
  },
  psaKeys: {
    title: 'API keys of the PSA',
    how: 'ConnectWise: System, Members, API members. Reading companies, agreements and additions is enough.',
  },
  access: {
    title: 'Delegated access (GDAP) to customers',
    how: 'Partner Center, Customers, Admin relationships. Not every customer needs it now.',
  },
  invoices: { title: 'Access to invoices', how: 'The role Billing admin. Without it subscriptions are compared, invoices are not.' },
  webhook: {
    title: 'Notifications of Partner Center',
    how: 'There is one registration for each account. If another tool has it, Concord reads the activity log instead.',
  },
  network: {
    title: 'The network of this machine',
    how: 'Every host of the systems you chose is asked, without signing in. Outgoing https (port 443) is enough.',
  },
  clock: { title: 'The clock of this machine', how: 'More than two minutes off, sign-ins and deadlines are read wrongly.' },
};

export const outcomeWords: Readonly<Record<SetupData['checklist'][number]['outcome'], StateWord>> = {
  passed: { word: 'Ready', intent: 'success' },
  failed: { word: 'Not ready', intent: 'danger' },
  open: { word: 'Checked later', intent: 'neutral' },
};

type CheckData = NonNullable<SetupData['checks']>['checks'][number];
export const checkTitles: Readonly<Record<CheckData['check'], string>> = {
  connections: 'Connections answer',
  accounts: 'Accounts are mapped',
  products: 'Products are mapped',
  readyToSync: 'Ready to sync',
};
export const checkWords: Readonly<Record<CheckData['outcome'], StateWord>> = {
  passed: { word: 'Passed', intent: 'success' },
  lastKnown: { word: 'Last known', intent: 'warning' },
  failed: { word: 'Failed', intent: 'danger' },
};
