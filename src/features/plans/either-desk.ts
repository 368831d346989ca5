import type { Act } from '../../model/difference.ts';
import type { Desk } from './desk.ts';

/** One desk for what two of them do: acts that `isFirst` knows go to the first. */
export function eitherDesk(isFirst: (act: Act) => boolean, first: Desk, other: Desk): Desk {
  const of = (act: Act): Desk => (isFirst(act) ? first : other);
  return {
    remote: {
      prepare: (write) => of(write.correction).remote.prepare(write),
      write: (write, signal) => of(write.correction).remote.write(write, signal),
      lookUp: (write, signal) => of(write.correction).remote.lookUp(write, signal),
    },
    look: (correction, target, signal) => of(correction).look(correction, target, signal),
    readBack: (written, target, signal) => of(written.correction).readBack(written, target, signal),
  };
}
