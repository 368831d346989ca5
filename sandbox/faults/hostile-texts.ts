/** Texts that break careless programs: scripts, formulas, control characters, other writing directions, broken Unicode, paths, templates. */
export const hostileTexts: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '=HYPERLINK("http://127.0.0.1/","open")',
  "@SUM(1+1)*cmd|' /C calc'!A0",
  "Robert'); DROP TABLE customers;--",
  '../../../../etc/passwd',
  '${7*7}{{7*7}}',
  '\u202Etxt.exe\u202C',
  '\u0007\u001b[31mred\u001b[0m',
  'ﷺ é Å 𝔘 👩‍👩‍👧 \uFEFF',
  'line one\r\nX-Injected: yes',
];
