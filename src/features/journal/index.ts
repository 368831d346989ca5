export { type Command, CommandOutcome, type CommandStanding, StoredWrite } from './command.ts';
export { isWritingHeld } from './held.ts';
export { type Intended, type Intent, intend } from './intend.ts';
export { dueNow, resolve } from './look-up.ts';
export { naturalKey } from './natural-key.ts';
export { recoverCommands } from './recover.ts';
export { type SettledByHand, settleByHand, type Word } from './settle-by-hand.ts';
export { commandsOf, findCommand } from './store.ts';
export { submit } from './submit.ts';
