/** The real host of a site, also of one that is written with the sandbox's prefix (`http://127.0.0.1:8090/api-na.myconnectwise.net`). */
export function hostOf(site: string): string {
  const url = new URL(site);
  const first = url.pathname.split('/')[1] ?? '';
  return first.includes('.') ? first : url.hostname;
}

/** The `pageId` of the next page out of a `Link` header; undefined on the last page. `toReal` refuses links to other hosts; the link itself is never followed. */
export function nextId(header: string | undefined, toReal: (link: string) => string): string | undefined {
  for (const part of (header ?? '').split(/,\s*(?=<)/)) {
    const found = /^\s*<([^>]+)>\s*;(.*)$/.exec(part);
    if (found?.[1] === undefined || !/rel\s*=\s*"?next"?/i.test(found[2] ?? '')) continue;
    return new URL(toReal(found[1])).searchParams.get('pageId') ?? undefined;
  }
  return undefined;
}
