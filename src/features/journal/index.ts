export { type Command, type CommandOutcome, type CommandStanding, isSettled } from './command.ts';
export { isWritingHeld } from './held.ts';
export { type Intended, type Intent, intend } from './intend.ts';
export { dueNow, resolve } from './look-up.ts';
export { naturalKey } from './natural-key.ts';
export { recoverCommands } from './recover.ts';
export { commandsOf } from './store.ts';
export { submit } from './submit.ts';
