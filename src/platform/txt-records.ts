import { Resolver } from 'node:dns/promises';

/** Texts of the TXT records of a name; none: empty. Undefined when no name server answered, which says nothing about the name. */
export type TxtRecords = (name: string) => Promise<readonly string[] | undefined>;

/** What a name server says when it knows that there are none. */
const noneThere = new Set(['ENOTFOUND', 'ENODATA']);

/** By the name servers of this machine, at most some six seconds. */
export function createTxtRecords(): TxtRecords {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  return async (name) => {
    try {
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      return typeof code === 'string' && noneThere.has(code) ? [] : undefined;
    }
  };
}
