import { type ConnectionId, idSchema } from '../model/ids.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './output.ts';

/** The id of a connection as somebody typed it; anything else ends the command. */
export function connectionIdOf(text: string): ConnectionId {
  const id = idSchema('connection').safeParse(text);
  if (id.success) return id.data;
  throw new CommandError(exitCodes.usage, `${text} is no id of a connection.`, undefined, 'concord connections list shows them');
}
