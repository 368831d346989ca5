/** Offers of the old commerce. Ids and the texts of the documentation's samples are Microsoft's, prices the sandbox's own. */
export type Offer = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly rank: number;
  readonly categoryId: string;
  readonly isAddOn: boolean;
  /** Offers of which an add-on needs one. */
  readonly prerequisites: readonly string[];
  readonly billing: 'license' | 'usage';
  readonly product: { readonly id: string; readonly name: string };
  /** USD for one unit and month, at Microsoft. */
  readonly price: string;
  /** The new-commerce SKU that it becomes; '' when none. */
  readonly becomes: string;
  readonly maximum: number;
};

const seats = { isAddOn: false, prerequisites: [], billing: 'license', maximum: 10_000_000 } as const;
const mail = ['195416C1-3447-423A-B37B-EE59A99A19C4', '91FD106F-4B2C-4938-95AC-F54F74E9A239', '796B6B5F-613C-4E24-A17C-EBA730D49C02'];

export const offers: readonly Offer[] = [
  {
    ...seats,
    id: '195416C1-3447-423A-B37B-EE59A99A19C4',
    name: 'Exchange Online (Plan 1)',
    description: 'Secure and reliable business-class email with a 50 GB mailbox per user.',
    rank: 40,
    categoryId: 'Enterprise_Key',
    product: { id: '4B9405B0-7788-4568-ADD1-99614E613B69', name: 'Exchange Online (Plan 1)' },
    price: '3.20',
    becomes: 'CFQ7TTC0LH16:0001',
  },
  {
    ...seats,
    id: '91FD106F-4B2C-4938-95AC-F54F74E9A239',
    name: 'Office 365 E1',
    description:
      'The online versions of Office with email, instant messaging, HD video conferencing, plus 1 TB personal file storage and sharing.',
    rank: 50,
    categoryId: 'Enterprise_Key',
    product: { id: '18181A46-0D4E-45CD-891E-60AABD171B4E', name: 'Office 365 E1' },
    price: '8.00',
    becomes: 'CFQ7TTC0LF8Q:0001',
  },
  {
    ...seats,
    id: '796B6B5F-613C-4E24-A17C-EBA730D49C02',
    name: 'Office 365 E3',
    description: 'Office, email, instant messaging, video conferencing and compliance tools.',
    rank: 60,
    categoryId: 'Enterprise_Key',
    product: { id: '6FD2C87F-B296-42F0-B197-1E91E994B900', name: 'Office 365 E3' },
    price: '18.40',
    becomes: 'CFQ7TTC0LF8R:0001',
  },
  {
    ...seats,
    id: 'BD938F12-058F-4927-BBA3-AE36B1D2501C',
    name: 'Microsoft 365 Business Basic',
    description: 'Online services only: email, file storage and online meetings. For businesses with up to 300 employees.',
    rank: 10,
    categoryId: 'SmallBusiness_Key',
    product: { id: '3B555118-DA6A-4418-894F-7DF1E2096870', name: 'Microsoft 365 Business Basic' },
    price: '4.80',
    becomes: 'CFQ7TTC0LH18:0001',
    maximum: 300,
  },
  {
    ...seats,
    id: 'E59159FC-6F67-4599-B3CB-17FF4020F643',
    name: 'Azure Active Directory Premium P2',
    description: 'Identity protection and privileged identity management.',
    rank: 80,
    categoryId: 'Enterprise_Key',
    product: { id: '84A661C4-E949-4BD2-A560-ED7766FCAF2B', name: 'Azure Active Directory Premium P2' },
    price: '7.20',
    becomes: 'CFQ7TTC0LFK5:0001',
  },
  {
    ...seats,
    id: 'DB2E705F-B82A-4024-A3D5-D88E12F2DB35',
    name: 'Enterprise Mobility + Security E3',
    description: 'Identity, device and information protection.',
    rank: 90,
    categoryId: 'Enterprise_Key',
    product: { id: 'EFCCB6F7-5641-4E0E-BD10-B4976E1BF68E', name: 'Enterprise Mobility + Security E3' },
    price: '8.80',
    becomes: '',
  },
  {
    ...seats,
    id: '2828BE95-46BA-4F91-B2FD-0BEF192ECF60',
    name: 'Exchange Online Archiving for Exchange Online',
    description: 'A personal e-mail archive for users who have mailboxes on Exchange Server 2010 or later.',
    rank: 200,
    categoryId: 'Enterprise_Key',
    isAddOn: true,
    prerequisites: mail,
    product: { id: 'EE02FD1B-340E-4A4B-B355-4A514E4C8943', name: 'Exchange Online Archiving for Exchange Online' },
    price: '2.40',
    becomes: 'CFQ7TTC0LH0J:0001',
  },
  {
    ...seats,
    id: '45320EC9-9B8E-49D0-B900-F14141A0ABD1',
    name: 'Microsoft MyAnalytics',
    description: 'Microsoft MyAnalytics provides insights about time and relationships to help individuals and teams achieve more at work.',
    rank: 232,
    categoryId: 'Enterprise_Key',
    isAddOn: true,
    prerequisites: mail,
    product: { id: '90A8F363-DA30-4ECD-90A7-D3A6B203486D', name: 'Microsoft MyAnalytics' },
    price: '3.20',
    becomes: '',
  },
  {
    ...seats,
    id: 'C94271D8-B431-4A25-A3C5-A57737A1C909',
    name: 'Audio Conferencing',
    description: 'Dial-in numbers for online meetings.',
    rank: 210,
    categoryId: 'Enterprise_Key',
    isAddOn: true,
    prerequisites: mail,
    product: { id: '0C266DFF-15DD-4B49-8397-2BB16070ED52', name: 'Audio Conferencing' },
    price: '3.20',
    becomes: '',
  },
  {
    ...seats,
    id: '43FCE491-76D1-4BCC-B709-8A288786DBAE',
    name: 'Microsoft Defender for Office 365 (Plan 1)',
    description: 'Protection against unknown threats in email.',
    rank: 220,
    categoryId: 'Enterprise_Key',
    isAddOn: true,
    prerequisites: mail,
    product: { id: '4EF96642-F096-40DE-A3E9-D83FB2F90211', name: 'Microsoft Defender for Office 365 (Plan 1)' },
    price: '1.60',
    becomes: 'CFQ7TTC0LH04:0001',
  },
  {
    ...seats,
    id: 'MS-AZR-0145P',
    name: 'Microsoft Azure',
    description: 'Azure Cloud Solution Provider offer for Partner and Resellers',
    rank: 1413,
    categoryId: 'Enterprise_Key',
    billing: 'usage',
    product: { id: '9DEA7946-EC2C-441E-9FFD-E3B275F7E838', name: 'Microsoft Azure' },
    price: '0',
    becomes: '',
    maximum: 1,
  },
];

export const findOffer = (id: string): Offer | undefined => offers.find((offer) => offer.id.toLowerCase() === id.toLowerCase());

export const addonsOf = (offer: Offer): readonly Offer[] => offers.filter((one) => one.isAddOn && one.prerequisites.includes(offer.id));
