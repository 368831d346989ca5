import { Nav, type NavProps } from './nav.tsx';
import { resellerEntries } from './reseller-words.ts';

/** The main navigation of people of a reseller, and of us in its name. */
export const ResellerNav = (props: NavProps) => <Nav {...props} entries={resellerEntries} />;
