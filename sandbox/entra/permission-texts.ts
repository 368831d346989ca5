/** What the consent page says about each permission; others are named as they are. */
const texts: Readonly<Record<string, string>> = {
  user_impersonation: 'Access Partner Center as you',
  'User.Read': 'Sign you in and read your profile',
  'User.Read.All': "Read all users' full profiles",
  'Directory.Read.All': 'Read directory data',
  'Organization.Read.All': 'Read organisation information',
  'DelegatedAdminRelationship.Read.All': 'Read delegated admin relationships with customers',
  'DelegatedAdminRelationship.ReadWrite.All': 'Manage delegated admin relationships with customers',
  'PartnerBilling.Read.All': 'Read partner billing data',
  'ServiceHealth.Read.All': 'Read service health',
  'ServiceMessage.Read.All': 'Read service messages',
};

/** One line for each permission, then what OpenID adds. */
export const permissionTexts = (permissions: readonly string[], words: readonly string[]): readonly string[] => [
  ...permissions.map((name) => texts[name] ?? name),
  ...(words.some((word) => ['openid', 'id_token'].includes(word)) && !permissions.includes('User.Read') ? ['View your basic profile'] : []),
  ...(words.includes('offline_access') ? ['Maintain access to data you have given it access to'] : []),
];
