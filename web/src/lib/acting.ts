/** The organisation that an address names as its scope: `?scope=res_...`. */
export function organisationIn(search: string): string | undefined {
  const scope = new URLSearchParams(search).get('scope');
  return scope?.startsWith('res_') === true ? scope : undefined;
}

let organisation = organisationIn(location.search);

/**
 * The reseller in whose name this load of the page makes all its calls (capabilities S107). Fixed when the page loads: what is in the memory of
 * a page was read in one name, so another name in the address means another load. Each tab has its own.
 */
export const actingFor = (): string | undefined => organisation;

/** For tests, which do not load the page again. */
export function actFor(next: string | undefined): void {
  organisation = next;
}

/** The way into the name of a reseller: a real address, so that the page loads anew. */
export const actingAddress = (organisationId: string): string => `/own-customers?scope=${organisationId}`;
