import { z } from 'zod';

/** Microsoft's clouds. Germany is closed and kept for history only (product.md, ruling 10). */
export const Cloud = z.enum(['global', 'usGovernment', 'china', 'germany']);
export type Cloud = z.infer<typeof Cloud>;

/** The hosts of one cloud; tokens and calls of one cloud never go to another's (F43). */
export type CloudHosts = { readonly login: string; readonly partnerCenter: string; readonly graph: string };

/** Source: partner-center-api reference 1.1 (authorities and audiences). */
export const cloudHosts: Readonly<Record<Exclude<Cloud, 'germany'>, CloudHosts>> = {
  global: { login: 'login.microsoftonline.com', partnerCenter: 'api.partnercenter.microsoft.com', graph: 'graph.microsoft.com' },
  usGovernment: { login: 'login.microsoftonline.us', partnerCenter: 'api.partnercenter.microsoft.com', graph: 'graph.microsoft.us' },
  china: {
    login: 'login.chinacloudapi.cn',
    partnerCenter: 'partner.partnercenterapi.microsoftonline.cn',
    graph: 'microsoftgraph.chinacloudapi.cn',
  },
};
