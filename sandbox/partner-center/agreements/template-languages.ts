/** Countries (ISO) by the languages in which the agreement can be had there beside `en-US` (page "Download customer agreement template", CC BY 4.0). */
const lines = [
  ['', 'AX AF AL AS AD AI AQ AG AM AW AU AZ BS BD BB BJ BM BT BQ BA BW BV IO VG BN BF BI KH KY CF TD CX CC KM CD CG CK CW'],
  ['', 'CY DJ DM EC GQ ER SZ ET FK FO FJ PF TF GA GM GE GH GI GL GD GP GU GG GN GW GY HT HM IS IE IM JM XJ JE KE KI XK LA'],
  ['', 'LS LR MG MW MV ML MT MH MQ MR YT FM MN ME MS MZ MM NA NR NP NC NZ NE NG NU NF MP MK PK PW PS PG PH PN PR RE XS BL'],
  ['', 'KN LC MF PM VC WS SM SA SC SL XE SX SB SO ZA GS SS LK SH SR SJ TJ TZ TL TG TK TO TT TM TC TV UM VI UG GB US VU VA'],
  ['', 'WF ZM ZW'],
  ['fr-FR', 'DZ CI CM CA FR GF LU MC MA RW ST SN CH TN'],
  ['pt-PT', 'AO CV PT'],
  ['es-ES', 'AR BZ BO CL CO CR DO SV GT HN MX NI PA PY PE ES UY VE'],
  ['de-DE', 'AT DE LI'],
  ['ar-SA', 'BH EG IQ JO KW LB LY MU OM QA AE YE'],
  ['ru-RU', 'BY KG RU UZ'],
  ['nl-NL', 'BE NL'],
  ['pt-BR', 'BR'],
  ['bg-BG', 'BG'],
  ['hr-HR', 'HR'],
  ['cs-CZ', 'CZ'],
  ['da-DK', 'DK'],
  ['et-EE', 'EE'],
  ['fi-FI', 'FI'],
  ['el-GR', 'GR'],
  ['zh-HK', 'HK MO TW'],
  ['hu-HU', 'HU'],
  ['hi-IN', 'IN'],
  ['id-ID', 'ID'],
  ['he-IL', 'IL'],
  ['it-IT', 'IT'],
  ['ja-JP', 'JP'],
  ['kk-KZ', 'KZ'],
  ['ko-KR', 'KR'],
  ['lv-LV', 'LV'],
  ['lt-LT', 'LT'],
  ['ms-MY', 'MY'],
  ['ro-RO', 'MD RO'],
  ['nb-NO', 'NO'],
  ['pl-PL', 'PL'],
  ['sr-Latn-RS', 'RS'],
  ['zh-SG', 'SG'],
  ['sk-SK', 'SK'],
  ['sl-SI', 'SI'],
  ['sv-SE', 'SE'],
  ['th-TH', 'TH'],
  ['tr-TR', 'TR'],
  ['uk-UA', 'UA'],
  ['vi-VN', 'VN'],
] as const;

const byCountry: ReadonlyMap<string, readonly string[]> = new Map(
  lines.flatMap(([languages, countries]) =>
    countries.split(' ').map((country) => [country, ['en-US', ...languages.split(' ').filter((one) => one !== '')]] as const),
  ),
);

/** Every country in which the agreement exists. */
export const isAgreementCountry = (iso: string): boolean => byCountry.has(iso);

/** Languages of a country; spelled exactly so (the service compares with case). */
export const languagesOf = (iso: string): readonly string[] => byCountry.get(iso) ?? [];
