export type Cloud = 'global' | 'usGovernment' | 'china' | 'germany';
export type PartnerType = 'directBill' | 'indirectProvider' | 'indirectReseller';
export type Term = 'P1M' | 'P1Y' | 'P3Y';
export type BillingCycle = 'monthly' | 'annual' | 'triennial';

export type Address = {
  readonly line1: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
  readonly phone: string;
};

export type Contact = { readonly firstName: string; readonly lastName: string; readonly email: string };
