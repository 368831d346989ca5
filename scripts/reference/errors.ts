import { Problem, problemCodes, problems } from '../../src/contract/problem.ts';
import { code, made, page, table } from './markdown.ts';
import { remedies } from './remedies.ts';
import { fieldRows } from './schemas.ts';

/** docs/reference/errors.md, from src/contract/problem.ts. Each code is its own anchor. */
export const errorsPage = (): string =>
  page(
    made('Problem codes', 'src/contract/problem.ts and scripts/reference/remedies.ts'),
    'Every refusal and fault of the API has the type `application/problem+json` (RFC 9457). Programs match on `code`; codes do not change within a major version.',
    table(['Field', 'Type', 'Always', 'Meaning'], fieldRows(Problem)),
    '## Codes',
    ...problemCodes.map((each) => {
      const { status, title } = problems[each];
      const [why, remedy] = remedies[each];
      return page(`### ${each}`, `${title} (${String(status)}).`, `- Why: ${why}\n- What to do: ${remedy}`);
    }),
    `Codes of the command line and of connections (for example ${code('port_busy')}) are in [troubleshooting](../guides/troubleshooting.md).`,
  );
