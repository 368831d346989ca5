/**
 * Links by which a customer accepts a partner. Form: partner-center-api reference 3 (request-reseller-relationship):
 * `https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId={partner tenant}&msppId={id or 0}&DAP=false#/...`.
 */
type Link = { readonly type: string; readonly partnerId: string; readonly mpnId: string; readonly isDelegating: boolean };

function read(link: string): Link | undefined {
  if (!URL.canParse(link)) return undefined;
  const { protocol, username, password, searchParams } = new URL(link);
  if (protocol !== 'https:' || username !== '' || password !== '') return undefined;
  const query = new Map([...searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  return {
    type: query.get('invtype')?.toLowerCase() ?? '',
    partnerId: query.get('partnerid')?.toLowerCase() ?? '',
    mpnId: query.get('msppid') ?? '',
    isDelegating: query.get('dap')?.toLowerCase() === 'true',
  };
}

/** Why a link is not the reseller relationship link of this partner tenant, in words that stand after the field's name; undefined when it is. */
export function relationshipMistake(link: string, tenantId: string): string | undefined {
  const found = read(link.trim());
  if (found === undefined) return 'is no link that begins with https://';
  if (found.type !== 'resellerrelationship') return 'is no link that asks for a reseller relationship (invType=ResellerRelationship)';
  if (found.partnerId === '') return 'names no partner (partnerId is missing)';
  if (found.partnerId !== tenantId.toLowerCase()) return `belongs to another partner tenant (${found.partnerId})`;
  return undefined;
}

/** Whether the link also asks for delegated admin privileges, which Microsoft no longer grants. */
export const asksForDelegation = (link: string): boolean => read(link.trim())?.isDelegating === true;

/** The partner program id (MPN) that a link names (`msppId`); undefined for 0, which names none. */
export function mpnOf(link: string): string | undefined {
  const id = read(link.trim())?.mpnId ?? '';
  return id === '' || /^0+$/.test(id) ? undefined : id;
}
