export { countStart, ensureWorkspace, type Place } from './ensure-workspace.ts';
export { hasFirstPicture } from './first-picture.ts';
export { giveUpKeys } from './give-up-keys.ts';
export { type ReleaseOutcome, releaseWriting } from './release-writing.ts';
export { setUpSandbox } from './set-up-sandbox.ts';
