export { chooseLeading, type LeadingOutcome } from './choose-leading.ts';
export { keepProfile } from './keep.ts';
export { leadingReason, profilesInOrder } from './leading.ts';
export { type CustomerContacts, findContacts, listNotOrderable, listProfileChanges, readAccounts } from './queries.ts';
export { changeRecipients, type RecipientOutcome } from './recipients.ts';
export { profileSyncer, type ReadProfile, readProfile, rulesIn } from './sync.ts';
