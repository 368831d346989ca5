import type { Case } from '../case.ts';

/** What sign-in answers. */
export const entraCases: readonly Case[] = [
  {
    sample: 'partner-center/token.partner-center-authentication.response.json',
    show: async (box) => {
      const { status, body } = await box.token('pc-1', { grant_type: 'client_credentials', resource: 'https://graph.windows.net' });
      if (status !== 200) throw new Error(`${String(status)} instead of 200`);
      return { body };
    },
  },
];
