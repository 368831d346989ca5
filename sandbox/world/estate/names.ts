import type { Seeded } from '../../../src/lib/seeded.ts';

/** Company names that Microsoft's own samples use; the first ones of every estate. */
const known = [
  'Contoso Ltd',
  'Fabrikam Inc',
  'Adatum Corporation',
  'Tailspin Toys',
  'Litware Inc',
  'Proseware Inc',
  'Alpine Ski House',
  'Blue Yonder Airlines',
  'City Power & Light',
  'Coho Winery',
  'Fourth Coffee',
  'Graphic Design Institute',
  'Humongous Insurance',
  'Lucerne Publishing',
  "Margie's Travel",
  'Wingtip Toys',
  'School of Fine Art',
  'Southridge Video',
  'Trey Research',
  'VanArsdel Ltd',
  'Wide World Importers',
  'Woodgrove Bank',
  'Consolidated Messenger',
  'Relecloud',
  'Bellows College',
  'Best For You Organics',
];

const firstWords = [
  'Alder',
  'Amber',
  'Ashford',
  'Aspen',
  'Beacon',
  'Birchwood',
  'Bluestone',
  'Bramble',
  'Bridgeport',
  'Cascade',
  'Cedar',
  'Clearwater',
  'Cobalt',
  'Copperfield',
  'Crescent',
  'Dover',
  'Eastgate',
  'Elmwood',
  'Evergreen',
  'Fairview',
  'Falcon',
  'Foxglove',
  'Glenbrook',
  'Granite',
  'Greyhound',
  'Harbor',
  'Hawthorn',
  'Heron',
  'Hollis',
  'Ironwood',
  'Juniper',
  'Keystone',
  'Kingsley',
  'Lakeside',
  'Larkspur',
  'Linden',
  'Magnolia',
  'Maple',
  'Meridian',
  'Milford',
  'Northgate',
  'Oakhurst',
  'Orchard',
  'Pelican',
  'Pinecrest',
  'Quarry',
  'Ravenna',
  'Redwood',
  'Ridgeline',
  'Riverside',
  'Rosewood',
  'Saltmarsh',
  'Sandstone',
  'Silverlake',
  'Stonebridge',
  'Summit',
  'Thornbury',
  'Timberline',
  'Valley',
  'Westbrook',
  'Whitfield',
  'Willow',
  'Windsor',
  'Yarrow',
] as const; // prettier-ignore

const secondWords = [
  'Accounting',
  'Architects',
  'Automotive',
  'Builders',
  'Capital',
  'Charter School',
  'Clinic',
  'Construction',
  'Consulting',
  'Dental',
  'Design',
  'Distribution',
  'Electric',
  'Engineering',
  'Farms',
  'Fitness',
  'Foods',
  'Freight',
  'Garden Supply',
  'Hospitality',
  'Insurance',
  'Interiors',
  'Law',
  'Logistics',
  'Machining',
  'Manufacturing',
  'Marine',
  'Marketing',
  'Medical',
  'Orthopedics',
  'Packaging',
  'Partners',
  'Pharmacy',
  'Plumbing',
  'Press',
  'Properties',
  'Realty',
  'Robotics',
  'Roofing',
  'Software',
  'Solar',
  'Staffing',
  'Studios',
  'Textiles',
  'Title',
  'Transport',
  'Veterinary',
  'Winery',
] as const; // prettier-ignore

const legalForms = ['Inc', 'LLC', 'Ltd', 'Co', 'Group', ''] as const;

const places = [
  { city: 'Seattle', state: 'WA', postalCode: '98101' },
  { city: 'Portland', state: 'OR', postalCode: '97204' },
  { city: 'Denver', state: 'CO', postalCode: '80202' },
  { city: 'Austin', state: 'TX', postalCode: '78701' },
  { city: 'Boise', state: 'ID', postalCode: '83702' },
  { city: 'Phoenix', state: 'AZ', postalCode: '85004' },
  { city: 'Madison', state: 'WI', postalCode: '53703' },
  { city: 'Columbus', state: 'OH', postalCode: '43215' },
  { city: 'Raleigh', state: 'NC', postalCode: '27601' },
  { city: 'Boston', state: 'MA', postalCode: '02108' },
  { city: 'Albany', state: 'NY', postalCode: '12207' },
  { city: 'Tampa', state: 'FL', postalCode: '33602' },
] as const;

const firstNames = [
  'Ada',
  'Ben',
  'Chloe',
  'Dmitri',
  'Elena',
  'Farid',
  'Grace',
  'Hana',
  'Ivan',
  'Jo',
  'Kofi',
  'Lena',
  'Mateo',
  'Nora',
  'Omar',
  'Priya',
  'Quinn',
  'Rosa',
  'Sven',
  'Tara',
] as const;
const lastNames = [
  'Abbott',
  'Berg',
  'Castillo',
  'Dunn',
  'Ekström',
  'Flores',
  'Grant',
  'Hughes',
  'Ito',
  'Jensen',
  'Kowalski',
  'Lindqvist',
  'Moreau',
  'Nguyen',
  'Okafor',
  'Park',
  'Quirke',
  'Rossi',
  'Silva',
  'Turner',
] as const;
const streets = ['Main St', 'Harbor Ave', 'Maple Dr', 'Market St', 'Union Blvd', 'Lakeview Rd', 'Pine St', 'Second Ave'] as const;

/** The name of customer number `index`, unique in an estate: the number of combinations is cycled through with a step, then counted on. */
export function companyName(index: number, random: Seeded): string {
  const sample = known[index];
  if (sample !== undefined) return sample;
  const combinations = firstWords.length * secondWords.length;
  const at = (index * 1009) % combinations;
  const name = `${firstWords[at % firstWords.length] ?? ''} ${secondWords[Math.floor(at / firstWords.length)] ?? ''}`;
  const round = Math.floor(index / combinations);
  const form = random.pick(legalForms);
  return [name, ...(round > 0 ? [String(round + 1)] : []), ...(form === '' ? [] : [form])].join(' ');
}

/** Domain label of a name: letters and digits only, with the number behind it when it would not be unique otherwise. */
export const domainLabel = (name: string, index: number): string => {
  const label = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\b(ltd|inc|llc|co|corporation|group)$/, '')
    .replace(/[^a-z0-9]+/g, '');
  return index < known.length ? label : `${label}${String(index)}`;
};

export const address = (random: Seeded) => ({
  line1: `${String(random.int(10, 9900))} ${random.pick(streets)}`,
  ...random.pick(places),
  country: 'US',
  phone: `+1 ${String(random.int(201, 989))} 555 01${String(random.int(10, 99))}`,
});

export const contact = (random: Seeded, domain: string) => {
  const firstName = random.pick(firstNames);
  const lastName = random.pick(lastNames);
  const mailbox = `${firstName}.${lastName}`
    .normalize('NFKD')
    .replace(/[^A-Za-z.]/g, '')
    .toLowerCase();
  return { firstName, lastName, email: `${mailbox}@${domain}` };
};
