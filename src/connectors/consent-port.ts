import type { Cloud } from '../model/cloud.ts';
import type { Permission } from '../model/consent.ts';

/** Whose sign-in it is about: one app in one cloud. */
export type ConsentApp = {
  readonly connectionId: string;
  readonly cloud: Cloud;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

/** What ties a trip to Microsoft to its answer. */
export type Trip = {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Only these permissions are asked for; everything that the app was registered with unless given. */
  readonly asks?: readonly Permission[] | undefined;
};

/** Who signed in, as the tokens say it; nothing of it has been stored. */
export type SignedIn = {
  readonly tenantId: string | undefined;
  readonly objectId: string | undefined;
  readonly userPrincipalName: string | undefined;
  readonly displayName: string | undefined;
  /** How he proved himself (`amr`): `pwd`, `mfa`. */
  readonly secondFactor: readonly string[];
  /** Undefined when the token does not tell directory roles. */
  readonly isGlobalAdmin: boolean | undefined;
  /** Permissions that the token for Partner Center holds. */
  readonly permissions: readonly string[];
  /** The id token answers this app and this trip: audience, issuer, nonce, time. */
  readonly isOurs: boolean;
  readonly refreshToken: string | undefined;
};

/** Sign-ins of people at Microsoft. Its addresses are those of the cloud; in the trial they lead to the sandbox. */
export interface ConsentDesk {
  /** Where the browser goes to sign in; pure. */
  signInAddress(app: ConsentApp, trip: Trip): string;
  /** Where an administrator goes to consent for everybody in the tenant; pure. */
  adminAddress(app: ConsentApp, trip: Pick<Trip, 'redirectUri' | 'state'>): string;
  /** Gives the code for tokens, once. Throws RemoteError; a refusal of Microsoft has its code in `facts.remoteCode`. */
  redeem(app: ConsentApp, trip: Omit<Trip, 'asks' | 'state'>, code: string): Promise<SignedIn>;
  /** Permissions at Graph that this sign-in brought, and the refresh token that came with them. Throws RemoteError. */
  graphPermissions(
    app: ConsentApp,
    refreshToken: string,
  ): Promise<{ readonly permissions: readonly string[]; readonly refreshToken: string }>;
}
